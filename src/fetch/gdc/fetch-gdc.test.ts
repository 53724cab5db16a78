import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type FakeArchive, type GdcServer, starCounts, startGdc } from '../../../test/support/gdc-server.ts';
import { type Answer, inTurn, sendSome, status, testNetwork } from '../../../test/support/web-server.ts';
import { randomKey } from '../../base/random.ts';
import { fetchGdc, type GdcOptions } from './fetch-gdc.node.ts';

const BARCODES = ['0001', '0002', '0003', '0004', '0005'].map((patient) => `TCGA-AA-${patient}-01A-11R-A32Y-07`);
const clinical = (_patient: string, i: number) => ({
  demographic: {
    vital_status: i % 2 ? 'Dead' : 'Alive',
    ...(i % 2 ? { days_to_death: 100 * i } : {}),
    gender: 'female',
  },
  diagnoses: [{ ajcc_pathologic_stage: 'Stage II', days_to_last_follow_up: 50 + i }],
});
const archive: FakeArchive = { aliquots: BARCODES.map((barcode) => ({ barcode })), clinical };

let server: GdcServer;
let folder: string;
let network: ReturnType<typeof testNetwork>;
const open = async (change: Partial<FakeArchive> = {}) => {
  await server?.close();
  server = await startGdc({ ...archive, ...change });
};
beforeEach(async () => {
  await open();
  folder = mkdtempSync(join(tmpdir(), 'cistron-gdc-'));
  network = testNetwork();
});
afterEach(async () => {
  await server.close();
  rmSync(folder, { recursive: true });
});

const at = (name: string) => join(folder, name);
const text = (name: string) => readFileSync(at(name), 'utf8');
const cells = (name: string) => rows(text(name));
const rows = (table: string) =>
  table
    .trimEnd()
    .split('\n')
    .map((line) => line.split('\t'));
const options = (change: Partial<GdcOptions> = {}): GdcOptions => ({
  api: { url: new URL(server.address), network, pageSize: 2 },
  wish: { project: ['TCGA-TEST'], access: 'open' },
  folder: {
    path: folder,
    read: async (name) => (existsSync(at(name)) ? readFileSync(at(name)) : undefined),
    write: async (name, content) => {
      mkdirSync(dirname(at(name)), { recursive: true });
      writeFileSync(at(name), content);
    },
  },
  table: (all) => [...all].map((row) => `${row.map((cell) => cell ?? '').join('\t')}\n`).join(''),
  ...{ parallel: 2, withFiles: true, progress: () => {}, ...change },
});
const get = (change?: Partial<GdcOptions>) => fetchGdc(options(change));
const dataAsked = () => server.asked.filter(({ path }) => path.startsWith('/data/'));
const pathOf = (i: number) => at(join('files', server.files[i]!.id, server.files[i]!.name));

describe('a project', () => {
  test('comes page by page, with its lists and files', async () => {
    const summary = await get();
    const totalBytes = server.files.reduce((sum, { content }) => sum + content.length, 0);
    const release = 'Data Release 45.0 - December 04, 2025';
    expect(summary).toEqual({ release, files: 5, cases: 5, totalBytes, fresh: 5, there: 0, bytes: totalBytes });
    const pages = server.asked.filter(({ path }) => path === '/files').map(({ body }) => JSON.parse(body));
    expect(pages.map(({ from, size, sort }) => [from, size, sort])).toEqual([
      [0, 2, 'file_id:asc'],
      [2, 2, 'file_id:asc'],
      [4, 2, 'file_id:asc'],
    ]);
    expect(pages[0].filters).toEqual({
      op: 'and',
      content: [
        { op: 'in', content: { field: 'cases.project.project_id', value: ['TCGA-TEST'] } },
        { op: 'in', content: { field: 'files.access', value: ['open'] } },
      ],
    });
    for (const [i, { content }] of server.files.entries()) expect(readFileSync(pathOf(i), 'utf8')).toBe(content);
    expect(cells('gdc_manifest.txt')[0]).toEqual(['id', 'filename', 'md5', 'size', 'state']);
    expect(
      cells('gdc_manifest.txt')
        .slice(1)
        .map(([id]) => id),
    ).toEqual(server.files.map(({ id }) => id));
    const { id, name, barcode } = server.files[0]!;
    const sample = [barcode.slice(0, 12), barcode.slice(0, 16), 'Tumor', 'Primary', 'Solid Tissue', 'OCT'];
    expect(cells('gdc_sample_sheet.tsv')[1]).toEqual([
      ...[id, name, 'Transcriptome Profiling', 'Gene Expression Quantification', 'TCGA-TEST'],
      ...sample,
    ]);
    expect(cells('clinical.tsv')[0]).toEqual([
      ...['case_id', 'submitter_id', 'demographic.days_to_death', 'demographic.gender', 'demographic.vital_status'],
      ...[
        'diagnoses.0.ajcc_pathologic_stage',
        'diagnoses.0.days_to_last_follow_up',
        'disease_type',
        'project.project_id',
      ],
    ]);
    expect(JSON.parse(text('query.json'))).toMatchObject({
      ...{ release, token: false, at: '2026-01-01T00:00:00.000Z', totals: { files: 5, cases: 5, bytes: totalBytes } },
      ...{ asked: { project: ['TCGA-TEST'], access: 'open' }, filters: pages[0].filters },
    });
  });
  test('is not fetched twice; a damaged file is', async () => {
    await get();
    const before = dataAsked().length;
    writeFileSync(pathOf(3), 'x'.repeat(server.files[3]!.content.length));
    expect(await get()).toMatchObject({ fresh: 1, there: 4, bytes: server.files[3]!.content.length });
    expect(dataAsked().length).toBe(before + 1);
    expect(readFileSync(pathOf(3), 'utf8')).toBe(server.files[3]!.content);
  });
  test('without files is a look at what would come', async () => {
    expect(await get({ withFiles: false })).toMatchObject({ files: 5, fresh: 0, bytes: 0 });
    expect(readdirSync(folder).sort()).toEqual([
      'clinical.tsv',
      'gdc_manifest.txt',
      'gdc_sample_sheet.tsv',
      'query.json',
    ]);
  });
  test('says when the folder is of another release', async () => {
    writeFileSync(at('query.json'), '{"release":"Data Release 44.0"}');
    await get({ withFiles: false });
    expect(network.lines).toEqual([expect.stringContaining('begun with Data Release 44.0, now Data Release 45.0')]);
  });
  test('that has no such file is an error', async () => {
    await expect(get({ wish: { project: ['TCGA-TSET'], access: 'open' } })).rejects.toMatchObject({
      exitCode: 3,
      message: expect.stringContaining('no open file fits what was asked'),
    });
    await expect(get({ wish: { access: 'open' } })).rejects.toThrow('says not which files; name a project');
  });
});

describe('an archive in trouble', () => {
  test('busy, then broken, then damaged: everything arrives', async () => {
    const [first, second, third] = server.files as [GdcServer['files'][number], ...GdcServer['files'][number][]];
    const troubles = new Map<string, Answer[]>([
      ['/status', [status(500), status(500)]],
      [`/data/${first.id}`, [status(429, { 'retry-after': '3' })]],
      [`/data/${second!.id}`, [sendSome(Buffer.from(second!.content), 100)]],
      [`/data/${third!.id}`, [(_asked, response) => response.end('<html>')]],
    ]);
    server.before = ({ path }) => troubles.get(path)?.shift();
    const total = server.files.reduce((sum, { content }) => sum + content.length, 0);
    const progress = (done: number) => {
      if (done === (first.content.length + 100) / total) server.drop();
    };
    expect(await get({ parallel: 1, progress })).toMatchObject({ fresh: 5 });
    expect(network.waits).toEqual([500, 1000, 3000, 500]);
    for (const [i, { content }] of server.files.entries()) expect(readFileSync(pathOf(i), 'utf8')).toBe(content);
    const ofSecond = dataAsked().filter(({ path }) => path.endsWith(second!.id));
    expect(ofSecond.map(({ headers }) => headers.range)).toEqual([undefined, 'bytes=100-']);
  });
  test('a file that is wrong or gone does not keep the others back', async () => {
    const [gone, wrong] = [server.files[0]!.id, server.files[2]!.id];
    server.before = ({ path }) => {
      if (path.endsWith(gone)) return status(404);
      return path.endsWith(wrong) ? (_asked, response) => response.end('x') : undefined;
    };
    await expect(get({ parallel: 1 })).rejects.toMatchObject({ exitCode: 3, message: expect.stringContaining(gone) });
    expect(network.lines.slice(-2)).toEqual([
      expect.stringMatching(/bytes expected, got 1, twice/),
      '2 of 5 files were not fetched; the others are there',
    ]);
    expect([1, 3, 4].map((i) => existsSync(pathOf(i)))).toEqual([true, true, true]);
  });
  test('that is away stops at once', async () => {
    server.before = ({ path }) => (path.startsWith('/data/') ? status(503) : undefined);
    await expect(get({ parallel: 1 })).rejects.toMatchObject({ tag: 'NetworkError', exitCode: 4 });
    expect(dataAsked().length).toBe(4);
  });
  test('records that change from page to page are not taken', async () => {
    const hits = [{ file_id: 'a' }, { file_id: 'b' }];
    const page =
      (total: number, all: readonly object[]): Answer =>
      (_asked, response) =>
        response.end(JSON.stringify({ data: { hits: all, pagination: { total } } }));
    const message = /the records must stay the same from page to page, got another set after 2 of 3/;
    for (const second of [page(4, [{ file_id: 'c' }]), page(3, [{ file_id: 'b' }]), page(3, []), page(3, [{}])]) {
      const turns = inTurn(page(3, hits), second);
      server.before = ({ path }) => (path === '/files' ? turns : undefined);
      await expect(get()).rejects.toThrow(message);
    }
  });
  test.each([
    ['a page', '<!DOCTYPE html>', 'JSON expected, got "<!DOCTYPE html>"; check the address of the API'],
    ['another shape', '{"data":{"hits":{}}}', 'the answer is not as the GDC API gives it: data.hits'],
    ['a file without MD5', hit({ md5sum: undefined }), 'md5sum'],
    [
      'a name that leads elsewhere',
      hit({ file_name: '../../x' }),
      'a file name without folders expected, got "../../x"',
    ],
    [
      'an id that leads elsewhere',
      hit({ file_id: '..' }),
      "a file id of letters, digits and dashes expected, got '..'",
    ],
  ])('%s in place of files is a FormatError', async (_what, answer, message) => {
    server.before = ({ path }) => (path === '/files' ? (_asked, response) => response.end(answer) : undefined);
    const error = await get().catch((caught: unknown) => caught);
    expect(error).toMatchObject({ tag: 'FormatError', exitCode: 3 });
    expect((error as Error).message).toContain(message);
  });
  test('its own words reach the user', async () => {
    server.before = ({ path }) =>
      path === '/files'
        ? (_asked, response) =>
            response.writeHead(400, { 'content-type': 'application/json' }).end('{"message":"unknown op: foo"}')
        : undefined;
    await expect(get()).rejects.toMatchObject({ exitCode: 2, message: expect.stringContaining('unknown op: foo') });
    const warned = { data: { hits: [], pagination: { total: 0 } }, warnings: { fields: 'unrecognized values: [x]' } };
    server.before = ({ path }) =>
      path === '/files' ? (_asked, response) => response.end(JSON.stringify(warned)) : undefined;
    await expect(get()).rejects.toThrow('no open file');
    expect(network.lines.at(-1)).toContain('fields: unrecognized values: [x]');
  });
});

test('a stop keeps what is there', async () => {
  const abort = new AbortController();
  network = testNetwork({ signal: abort.signal });
  const progress = (done: number) => {
    if (done > 0.5) abort.abort();
  };
  await expect(get({ parallel: 1, progress })).rejects.toMatchObject({ exitCode: 130 });
  const before = dataAsked().length;
  network = testNetwork();
  const { fresh, there } = await get();
  expect([fresh + there, there > 0, dataAsked().length - before]).toEqual([5, true, fresh]);
});

describe('a token', () => {
  test('goes to the data alone, and is nowhere written', async () => {
    await get({ token: 'hush-hush', wish: { project: ['TCGA-TEST'], access: 'any' } });
    for (const { path, headers } of server.asked)
      expect([path, headers['x-auth-token']]).toEqual([path, path.startsWith('/data/') ? 'hush-hush' : undefined]);
    for (const name of readdirSync(folder).filter((one) => one !== 'files')) expect(text(name)).not.toContain('hush');
    expect(JSON.parse(text('query.json')).token).toBe(true);
    expect(network.lines.join()).not.toContain('hush');
  });
  test('does not go over an open line', async () => {
    const api = { url: new URL('http://archive.example'), network, pageSize: 2 };
    await expect(get({ api, token: 'hush-hush' })).rejects.toThrow(/^(?!.*hush).*a token is sent by https only/);
  });
});

test('a manifest says which files, and what they are', async () => {
  await get({ withFiles: false });
  const lines = server.files
    .slice(0, 2)
    .map(({ id, name, content }) => ({ id, filename: name, md5: cellsOf(id)[2]!, size: content.length, state: '' }));
  const gone = { id: 'gone', filename: 'gone.tsv', md5: '0'.repeat(32), size: 1, state: '' };
  await expect(get({ manifest: [...lines, gone] })).rejects.toMatchObject({ tag: 'NotFoundError' });
  expect(network.lines[0]).toMatch(/^1 of 3 files of the manifest are not in this release \(gone, …\)/);
  expect(await get({ manifest: lines })).toMatchObject({ files: 2, cases: 2, there: 2 });
  expect(JSON.parse(text('query.json')).asked).toEqual({ manifest: 2 });
});

describe('a study of counts', () => {
  const column = 'unstranded' as const;
  test('has a row for each patient, values as they stand in the files, and says who was left out', async () => {
    await open({
      aliquots: [
        { barcode: BARCODES[0]! },
        { barcode: 'TCGA-AA-0001-01A-12R-A32Y-07', content: starCounts([7, 8, 1_234_567]) },
        { barcode: 'TCGA-AA-0001-11A-11R-A32Y-07', sampleType: 'Solid Tissue Normal' },
        { barcode: BARCODES[1]!, content: starCounts([0, 1, 2]) },
      ],
    });
    const wish = { project: ['TCGA-TEST'], sampleType: ['Primary Tumor'], access: 'open' } as const;
    expect((await get({ wish, assemble: { column } })).assembled).toEqual({ samples: 2, genes: 3, dropped: 1 });
    const ids = ['ENSG00000000000.1', 'ENSG00000000001.2', 'ENSG00000000002.3'];
    expect(rows(gunzipSync(readFileSync(at('expression.tsv.gz'))).toString())).toEqual([
      ['sample', ...ids],
      ['TCGA-AA-0001-01A', '7', '8', '1234567'],
      ['TCGA-AA-0002-01A', '0', '1', '2'],
    ]);
    expect(cells('genes.tsv')[1]).toEqual([ids[0], 'GENE0', 'lncRNA']);
    expect(cells('dropped.tsv')[1]!.slice(2)).toEqual([
      BARCODES[0],
      'replicate whose barcode sorts earlier: TCGA-AA-0001-01A-12R-A32Y-07 was kept',
    ]);
    const [header, first, second] = cells('samples.tsv');
    expect(header!.slice(0, 9)).toEqual([
      ...[
        'sample',
        'patient',
        'project',
        'sample_type',
        'aliquot',
        'preservation_method',
        'file_id',
        'os_days',
        'os_event',
      ],
    ]);
    expect(first!.slice(7, 9)).toEqual(['50', '0']);
    expect(second!.slice(7, 9)).toEqual(['100', '1']);
    expect(header!.slice(9)).toContain('diagnoses.0.ajcc_pathologic_stage');
    expect(text('study.yaml')).toContain('survival:\n    time: os_days\n    event: os_event');
  });
  test('is the same bytes again, and does not write over a study file', async () => {
    await get({ assemble: { column } });
    const before = readFileSync(at('expression.tsv.gz'));
    writeFileSync(at('study.yaml'), 'mine');
    await get({ assemble: { column } });
    expect(readFileSync(at('expression.tsv.gz')).equals(before)).toBe(true);
    expect(text('study.yaml')).toBe('mine');
    await get({ assemble: { column: 'tpm_unstranded' } });
    expect(gunzipSync(readFileSync(at('expression.tsv.gz'))).toString()).toMatch(/\t\d+\.\d{4}\t/);
  });
  test('with normal tissue asks which is which', async () => {
    await open({
      aliquots: [...archive.aliquots, { barcode: 'TCGA-AA-0001-11A-11R-A32Y-07', sampleType: 'Solid Tissue Normal' }],
    });
    await get({ assemble: { column } });
    expect(text('study.yaml')).toContain('target: sample_type');
    expect(text('study.yaml')).toContain('group: patient');
  });
  test('of files of two gene models is refused', async () => {
    await open({
      aliquots: [{ barcode: BARCODES[0]! }, { barcode: BARCODES[1]!, content: starCounts([1, 2, 3], ['A', 'B', 'C']) }],
    });
    await expect(get({ assemble: { column } })).rejects.toMatchObject({
      exitCode: 3,
      message: expect.stringContaining('gene model'),
    });
    expect(existsSync(at('expression.tsv.gz'))).toBe(false);
    expect(existsSync(at('expression.tsv.gz.part'))).toBe(false);
  });
  test('of other files is refused, by file and line', async () => {
    await open({ aliquots: [{ barcode: BARCODES[0]!, content: 'a\tb\n1\t2\n' }] });
    await expect(get({ assemble: { column } })).rejects.toThrow(
      /counts\.tsv:1: the columns gene_id, .* expected, got 'a b'/,
    );
  });
});

test('an order of answers that differs each time gives the same folder', async () => {
  await get({ assemble: { column: 'unstranded' } });
  const names = ['expression.tsv.gz', 'samples.tsv', 'clinical.tsv', 'gdc_sample_sheet.tsv', 'study.yaml'];
  const before = names.map((name) => readFileSync(at(name)));
  rmSync(folder, { recursive: true });
  mkdirSync(folder);
  const order = randomKey(1).stream();
  const held: (() => void)[] = [];
  server.before = ({ path }) =>
    path.startsWith('/data/')
      ? (_asked, response) => {
          const { content } = server.files.find(({ id }) => path.endsWith(id))!;
          held.push(() => response.end(content));
          if (held.length === 5) for (; held.length > 0; ) held.splice(order.below(held.length), 1)[0]!();
        }
      : undefined;
  await get({ assemble: { column: 'unstranded' }, parallel: 5 });
  expect(names.map((name) => readFileSync(at(name)))).toEqual(before);
});

function cellsOf(id: string): string[] {
  return cells('gdc_manifest.txt').find(([one]) => one === id)!;
}

/** A page of one file, with one thing wrong. */
function hit(change: object): string {
  const good = { file_id: 'a', file_name: 'a.tsv', md5sum: '0'.repeat(32), file_size: 1 };
  return JSON.stringify({ data: { hits: [{ ...good, ...change }], pagination: { total: 1 } } });
}
