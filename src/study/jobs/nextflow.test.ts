import { execFileSync } from 'node:child_process';
import { describe, expect, test } from 'vitest';
import type { Job } from './group-tasks.ts';
import { nextflow } from './nextflow.ts';
import { jobsJson } from './snakefile.ts';

const job = (kind: string, number: number, stage: number, memoryMiB = 100): Job => ({
  ...{
    name: `${kind}-${number}`,
    kind,
    stage,
    tasks: [`${kind}-${stage}${number}`],
    seconds: 60,
    memoryMiB,
    threads: 2,
  },
});
const JOBS = [
  ...[job('fold', 1, 1), job('fold', 2, 1), job('permutation', 1, 1), job('choice', 1, 2)],
  ...[job('distance', 1, 3, 2000), job('learning-curve', 1, 3), job('final', 1, 4)],
];
const COMMAND = ['/usr/bin/node', '/app/main.js'];
const made = nextflow(JOBS, COMMAND, '/runs/mine');

/** Groovy without comments, its texts empty. What is left unclosed stays, and is found by `balanced`. */
const bare = (text: string) =>
  text
    .replace(/^#!.*/, '')
    .replace(/"""[\s\S]*?"""/g, '""')
    .replace(/"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'/g, '""')
    .replace(/\/\/.*/g, '');

function balanced(text: string): boolean {
  const open: string[] = [];
  const pairs: Record<string, string> = { ')': '(', ']': '[', '}': '{' };
  for (const sign of text) {
    if ('([{'.includes(sign)) open.push(sign);
    else if (sign in pairs && open.pop() !== pairs[sign]) return false;
  }
  return open.length === 0 && !/['"]/.test(text.replaceAll('""', ''));
}

const declared = (text: string) => [...bare(text).matchAll(/^process (\w+) \{$/gm)].map(([, name]) => name!);
const called = (text: string) =>
  [...text.slice(text.indexOf('workflow {')).matchAll(/^ {4}(\w+)\((.*)\)$/gm)].map(([, name, words]) => ({
    name: name!,
    waitsFor: [...words!.matchAll(/(\w+)\.out/g)].map(([, other]) => other!),
    of: /jobs\('([\w-]+)', (\d+)\)/.exec(words!)?.slice(1),
  }));

describe('a Nextflow file', () => {
  test('has a process a kind and stage, each called once, when all of the stage before are over', () => {
    const names = ['fold_1', 'permutation_1', 'choice_2', 'distance_3', 'learning_curve_3', 'final_4'];
    expect(declared(made)).toEqual([...names, 'finish']);
    expect(called(made)).toEqual([
      { name: 'fold_1', waitsFor: [], of: ['fold', '1'] },
      { name: 'permutation_1', waitsFor: [], of: ['permutation', '1'] },
      { name: 'choice_2', waitsFor: ['fold_1', 'permutation_1'], of: ['choice', '2'] },
      { name: 'distance_3', waitsFor: ['choice_2'], of: ['distance', '3'] },
      { name: 'learning_curve_3', waitsFor: ['choice_2'], of: ['learning-curve', '3'] },
      { name: 'final_4', waitsFor: ['distance_3', 'learning_curve_3'], of: ['final', '4'] },
      { name: 'finish', waitsFor: ['final_4'], of: undefined },
    ]);
    const listed = Object.entries(JSON.parse(jobsJson(JOBS)) as Record<string, { kind: string; stage: number }>);
    expect(listed.map(([name]) => name)).toEqual(JOBS.map(({ name }) => name));
    for (const [, { kind, stage }] of listed)
      expect(called(made).filter(({ of }) => of?.join() === `${kind},${stage}`)).toHaveLength(1);
  });

  test('is balanced; the check sees what is not', () => {
    expect(balanced(bare(made))).toBe(true);
    for (const part of ['{', ')', "'", '"""', ']']) expect(balanced(bare(`${made}${part}`)), part).toBe(false);
  });

  test('stays as short with many jobs as with one of a kind', () => {
    const many = Array.from({ length: 5000 }, (_, index) => job('fold', index + 1, 1));
    expect(nextflow(many, COMMAND, '/runs/mine')).toBe(nextflow(many.slice(0, 1), COMMAND, '/runs/mine'));
  });

  test('ends the run, in a folder of any name', () => {
    const words = ["/it's/no de", 'C:\\new\\main.js'];
    const folder = "/runs/$HOME '' `x`";
    const finish = nextflow(JOBS, words, folder).split('process finish {')[1]!.split('workflow {')[0]!;
    expect(finish).toContain("memory '3256 MB'"); // of the largest job: 256 + 1.5 × 2000
    const text = /script:\n\s*'((?:[^'\\]|\\.)*)'\n/.exec(finish)![1]!.replace(/\\(.)/g, '$1');
    const seen = execFileSync('sh', ['-c', `printf '%s\\n' ${text}`], { encoding: 'utf8' });
    expect(seen.trimEnd().split('\n')).toEqual([...words, 'run', folder, '--workers', '1']);
  });

  test('with nothing left to do only ends the run', () => {
    const none = nextflow([], COMMAND, '/runs/mine');
    expect(declared(none)).toEqual(['finish']);
    expect(called(none)).toEqual([{ name: 'finish', waitsFor: [], of: undefined }]);
    expect(balanced(bare(none))).toBe(true);
  });
});
