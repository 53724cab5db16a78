import { execFileSync, spawnSync } from 'node:child_process';
import { appendFileSync, cpSync, mkdirSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { makePlace, type Place, smallStudy } from './support/cli.ts';

const root = fileURLToPath(new URL('..', import.meta.url));

let place: Place;
let study: string;
beforeAll(() => {
  place = makePlace();
  place.cistron('simulate', 'cohort', '--samples', '60', '--features', '60', '--out', 'data');
  study = smallStudy('data/samples.tsv').replace('from: samples,', 'file: data/expression.tsv,');
  place.write('study.yaml', study);
  const { code, stderr } = place.cistron('run', 'study.yaml', '--out', 'run');
  expect(code, stderr).toBe(0);
});
afterAll(() => place?.remove());

/** Replays a copy of the run, in which some files are written over. */
function replayWith(changes: Readonly<Record<string, (text: string) => string>>) {
  cpSync(join(place.path, 'run'), join(place.path, 'copy'), { recursive: true });
  for (const [name, change] of Object.entries(changes)) {
    const before = place.read(`copy/${name}`);
    const after = change(before);
    expect(after, `${name}: nothing was changed`).not.toBe(before);
    place.write(`copy/${name}`, after);
  }
  const answer = place.cistron('replay', 'copy');
  execFileSync('rm', ['-r', join(place.path, 'copy')]);
  return answer;
}

describe('cistron replay', () => {
  test('finds nothing where nothing was changed', () => {
    const { code, stdout } = place.cistron('replay', 'run');
    expect(stdout).toMatch(/^no difference: \d+ results of tasks, the record, the predictions and the model\n$/);
    expect(code).toBe(0);
  });

  test.each([
    ['by one digit', (text: string) => text.replace(/\d(?=\n$)/, (digit) => `${(Number(digit) + 1) % 10}`)],
    ['by a line that is gone', (text: string) => text.replace(/\n[^\n]*\n$/, '\n')],
    ['so that it cannot be read', (text: string) => text.slice(0, text.length / 2)],
  ])('names the input that was changed %s', (_, change) => {
    const before = place.read('data/expression.tsv');
    const hash = (JSON.parse(place.read('run/study.lock.json')) as { data: Record<string, string> }).data;
    place.write('data/expression.tsv', change(before));
    const { code, stdout, stderr } = place.cistron('replay', 'run');
    place.write('data/expression.tsv', before);
    expect(stdout + stderr).toMatch(
      /the file \S*data\/expression\.tsv has changed: SHA-256 [0-9a-f]{64} when the run was locked, now [0-9a-f]{64}/,
    );
    expect(stdout + stderr).toContain(Object.entries(hash).find(([file]) => file.endsWith('expression.tsv'))![1]);
    expect(code).toBe(6);
  });

  test('names a seed that was changed: in the study, in the lock, and in both', () => {
    const inStudy = (text: string) => text.replace(/"seed": ?1\b/, '"seed":2');
    const inLock = (text: string) => text.replace(/"seed": ?1\b/g, '"seed":2');
    const one = replayWith({ 'study.json': inStudy });
    expect(one.stdout).toBe('first difference: the seed was 1 when the run was locked, now 2\n');
    const other = replayWith({ 'study.lock.json': inLock });
    expect(other.stderr).toContain('the lock was altered since it was written: its seed is 2, that of study.json 1');
    const both = replayWith({ 'study.json': inStudy, 'study.lock.json': inLock });
    expect(both.stderr).toContain('the lock was altered since it was written: its content does not have its hash');
    expect([one, other, both].map(({ code }) => code)).toEqual([6, 6, 6]);
  });

  test('names another build of the program, though one comment in it differs', () => {
    const app = join(place.path, 'app');
    mkdirSync(app);
    cpSync(join(root, 'dist'), join(app, 'dist'), { recursive: true });
    cpSync(join(root, 'package.json'), join(app, 'package.json'));
    symlinkSync(join(root, 'node_modules'), join(app, 'node_modules'));
    const replay = () =>
      spawnSync(process.execPath, [join(app, 'dist/cli/main.js'), 'replay', 'run'], {
        cwd: place.path,
        encoding: 'utf8',
      });
    expect(replay()).toMatchObject({ status: 0 }); // the same program elsewhere
    appendFileSync(join(app, 'dist/learn/registry.js'), '// another\n');
    const { status, stdout } = replay();
    expect(stdout).toMatch(
      /^first difference: the run was locked by another build of the program: [0-9a-f]{16}, this is [0-9a-f]{16}\n$/,
    );
    expect(status).toBe(6);
  });

  test('names the line of the predictions, and what else was made by other versions', () => {
    const other = replayWith({
      'predictions.tsv': (text) => text.replace('\nS', '\nT'),
      'report.json': (text) => text.replace(process.versions.node, '18.0.0'),
    });
    expect(other.stdout).toBe(
      `first difference: predictions.tsv:2: the line differs\nother than then: node was 18.0.0, now ${process.versions.node}\n`,
    );
    expect(other.code).toBe(6);
  });
}, 120_000);
