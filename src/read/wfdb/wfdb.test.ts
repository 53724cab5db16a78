import { existsSync } from 'node:fs';
import { describe, expect, it, test } from 'vitest';
import { failureOf } from '../../../test/support/tables.ts';
import { fileSource } from '../file-source.node.ts';
import { readFile } from '../read-file.ts';
import { type ByteSource, memorySource } from '../source.ts';
import { readWfdbMarks } from './beats.ts';

const data = '../shared/data/08_ecg';
if (!existsSync(data)) console.log(`wfdb.test compares with no records: ${data} is absent`);

async function blockOf(source: ByteSource, params = {}, format?: string) {
  const reading = await readFile(source, { params }, format);
  if (reading.content.holds !== 'blocks') throw new Error(reading.content.holds);
  return { ...reading, samples: reading.content.samples, block: reading.content.blocks[0]!.block };
}

const bytesOf = (text: string) => new TextEncoder().encode(text);

/** A record of its header and signal file. */
const record = (header: string, dat: readonly number[] = [], more: Record<string, Uint8Array> = {}) =>
  memorySource('r.hea', bytesOf(header), { 'r.dat': Uint8Array.from(dat), ...more });

describe.skipIf(!existsSync(data))('PTB-XL', () => {
  it('has the values that stand beside its records, exactly', async () => {
    const { block, facts, problems } = await blockOf(await fileSource(`${data}/wfdb_example`));
    expect([block.shape, facts.leads, problems]).toEqual([[12, 1000], 'I II III AVR AVL AVF V1 V2 V3 V4 V5 V6', []]);
    const all = await blockOf(await fileSource(`${data}/ptbxl500_100hz_int16.npz`), { channels: 'last' });
    expect(all.block.shape).toEqual([12, 1000]);
    for (const [i, id] of block.ids.entries()) {
      const k = all.block.ids.indexOf(String(Number(id.slice(0, 5))));
      const microvolts = all.block.matrix.data.filter((_, at) => at % 500 === k);
      const ours = block.matrix.data.filter((_, at) => at % 5 === i);
      expect(ours).toEqual(microvolts.map((value) => value / 1000));
    }
  });
});

describe('signal formats', () => {
  // The first values of record 100 of the MIT-BIH database: 995 and 1011, as its header says.
  test.each<[number, number[], number[]]>([
    [212, [0xe3, 0x33, 0xf3, 0xff, 0x8f, 0x00], [995, 1011, -1, Number.NaN]],
    [16, [0xe3, 3, 0xf3, 3, 0xff, 0xff, 0, 0x80], [995, 1011, -1, Number.NaN]],
    [61, [3, 0xe3, 3, 0xf3, 0xff, 0xff, 0x80, 0], [995, 1011, -1, Number.NaN]],
    [24, [0xe3, 3, 0, 0xf3, 3, 0, 0xff, 0xff, 0xff, 0, 0, 0x80], [995, 1011, -1, Number.NaN]],
    [32, [0xe3, 3, 0, 0, 0xf3, 3, 0, 0, 255, 255, 255, 255, 0, 0, 0, 0x80], [995, 1011, -1, Number.NaN]],
    [80, [228, 129, 127, 0], [100, 1, -1, Number.NaN]],
  ])('%i', async (format, dat, values) => {
    const line = `r.dat ${format} 1(0)/u 12 0 0 0 0`;
    const { block } = await blockOf(record(`r 2 100 2\n${line} A\n${line} B two\n`, dat));
    expect([...block.matrix.data]).toEqual([values[0], values[2], values[1], values[3]]);
    expect(block.features).toEqual(['A:0', 'A:1', 'B two:0', 'B two:1']);
    // Without a length, what the file holds.
    const { block: whole } = await blockOf(record(`r 1 100\n${line} A\n`, dat));
    expect([...whole.matrix.data]).toEqual(values);
    const error = await failureOf(blockOf(record(`r 2 100 2\n${line} A\n${line} B\n`, dat.slice(1))));
    expect(error.message).toMatch(/bytes expected for 2 leads of 2 values in format \d+, got \d+; it was cut short/);
  });

  it('have gains, baselines and units', async () => {
    const header = 'r 3 250 1\nr.dat 16+2 200(10)/uV\nr.dat 16+2 0 12 5\nr.dat 16+2\n';
    const { block, problems } = await blockOf(record(header, [9, 9, 210, 0, 205, 0, 100, 0]));
    expect([...block.matrix.data]).toEqual([1, 1, 0.5]);
    expect(block.features).toEqual(['signal 1:0', 'signal 2:0', 'signal 3:0']);
    expect(problems).toEqual(['the leads are in different units: uV, mV']);
  });
});

describe('records', () => {
  const line = 'r.dat 16 1/mV 16 0 0 7 0 I';
  it('say what stands in comments, and their beats', async () => {
    // N at 1, a note, a premature beat after a jump of 65,536 + 2, a change of rhythm.
    const marks = [1, 4, 2, 63 << 2, 65, 66, 0, 59 << 2, 1, 0, 2, 0, 0, 5 << 2, 3, 28 << 2, 0, 0];
    const header = `r 1 100 1\n${line}\n# Age: 56\n#Sex: F\n# Dx: 1,2\n# <bmi>: 20  <note>: none\n# free text\n`;
    const atr = { 'r.atr': Uint8Array.from(marks) };
    const { samples, facts, problems } = await blockOf(record(header, [7, 0], atr));
    expect(facts).toMatchObject({ records: 1, rate: '100 Hz', length: '0.01 s', beats: '1 N 1 V' });
    expect(samples!.columns.map(({ name, values }) => [name, values[0]])).toEqual([
      ['age', 56],
      ['sex', 'F'],
      ['dx', '1,2'],
      ['bmi', 20],
      ['note', 'none'],
      ['comment', 'free text'],
      ['beats', 2],
    ]);
    expect(problems).toEqual([]);
    expect(await readWfdbMarks(memorySource('r.atr', atr['r.atr']))).toEqual([
      { at: 1, symbol: 'N', beat: true },
      { at: 65539, symbol: 'V', beat: true },
      { at: 65542, symbol: '+', beat: false },
    ]);
    const cut = await failureOf(readWfdbMarks(memorySource('r.atr', atr['r.atr'].subarray(0, 8))));
    expect(cut.message).toBe('r.atr: an end mark expected, but the file ends before it; copy it again');
    const doubted = await blockOf(record(header, [8, 0]));
    expect(doubted.problems).toEqual([
      'r.hea › r.dat: the values of lead I do not add up to the checksum of the header',
    ]);
  });

  it('are read as far and in the leads that are asked for', async () => {
    const header = `r 2 100 2\n${line}\n${line}I\n`;
    const { block } = await blockOf(record(header, [1, 0, 2, 0, 3, 0, 4, 0]), { leads: 'II, I', length: 1 });
    expect([block.features, [...block.matrix.data]]).toEqual([
      ['II:0', 'I:0'],
      [2, 1],
    ]);
  });

  test.each<[string, object, string]>([
    ['', {}, "r.hea: the name of a record and its number of signals expected, got ''"],
    ['r/2 1 100\na 5\nb 5\n', {}, 'r.hea:1: a record of one segment expected, got 2 segments'],
    [`r 2 100 1\n${line}\n`, {}, 'r.hea: 2 lines of signals expected, got 1'],
    ['r 1 100 1\nr.dat 8 1/mV\n', {}, 'r.hea:2: signal format 16, 24, 32, 61, 80, 212 expected, got 8'],
    ['r 1 100 1\nr.dat 16x4 1/mV\n', {}, "signals of one value a frame, not skewed, expected, got '16x4'"],
    [
      'r 1 100 1\nr.dat 16 many\n',
      {},
      "r.hea:2: a gain such as 200(0)/mV and the zero of the converter expected, got 'many'",
    ],
    ['r 1 100 1\nother.dat 16 1/mV\n', {}, "r.hea: no file 'other.dat' beside it, which it names"],
    [`r 1 100 9000000\n${line}\n`, {}, '18000000 bytes expected for 1 leads of 9000000 values in format 16, got 2'],
    [`r 1 100 999999999999\n${line}\n`, {}, 'values take 6.80e+4 GB, at most 4 GB are allowed'],
    [`r 1 100 1\n${line}\n`, { length: 5 }, 'at least 5 values a lead expected, got 1'],
    [`r 1 100 1\n${line}\n`, { leads: 'V9' }, 'the leads V9 expected, got I; name the leads'],
  ])('refuse %j with %j', async (header, params, said) => {
    const error = await failureOf(blockOf(record(header, [1, 0]), params, 'wfdb'));
    expect(error.message).toContain(said);
  });
});
