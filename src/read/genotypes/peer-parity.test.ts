import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { afterAll, describe, expect, test } from 'vitest';
import { CistronError } from '../../base/errors.ts';
import type { ParamValues } from '../../base/params.ts';
import { randomKey } from '../../base/random.ts';
import { simulateGenotypes } from '../../simulate/genotypes.ts';
import { columnOf } from '../../table/matrix.ts';
import { fileSource } from '../file-source.node.ts';
import { readFile } from '../read-file.ts';
import type { FileContent } from '../reader.ts';
import { readerByWord } from '../registry.ts';
import { memorySource } from '../source.ts';
import { bgzip } from './bgzip.ts';

const data = '../shared/data/06_genotypes';
const lct = `${data}/1000g_eur_lct_region.vcf.gz`;
const files = [lct, `${data}/1000g_seldin_aisnp.vcf.gz`];

const has = (tool: string) => {
  try {
    execFileSync(tool, ['--version'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
};
const noTools = !has('bcftools') ? 'no bcftools' : !has('plink2') ? 'no plink2' : '';
const noData = noTools || (existsSync(lct) ? '' : `${data} is absent`);
if (noData) console.log(`genotypes/peer-parity.test is skipped, in whole or in part: ${noData}`);

const folder = mkdtempSync(join(tmpdir(), 'cistron-genotypes-'));
afterAll(() => rmSync(folder, { recursive: true }));
const at = (name: string) => join(folder, name);

const bcftools = (...args: string[]) =>
  execFileSync('bcftools', args, { encoding: 'utf8', maxBuffer: 1 << 28, stdio: ['ignore', 'pipe', 'ignore'] });
const plink2 = (...args: string[]) => execFileSync('plink2', [...args, '--threads', '1'], { stdio: 'ignore' });

type Blocks = Extract<FileContent, { holds: 'blocks' }>;

async function read(file: string, params: ParamValues = {}) {
  const { content } = await readFile(await fileSource(file), { params });
  const { block, features } = (content as Blocks).blocks[0]!;
  return {
    content: content as Blocks,
    ids: block.ids,
    names: block.features,
    about: features!.columns,
    values: block.features.map((_, j) =>
      Array.from(columnOf(block.matrix, j), (value) => (Number.isNaN(value) ? -1 : value)),
    ),
  };
}

/** What bcftools makes of a file of one ALT allele a record: copies of ALT from GT. A haploid counts twice, half a genotype is missing. */
function queried(file: string) {
  const lines = bcftools('query', '-f', '%CHROM:%POS:%REF:%ALT[\t%GT]\n', file).split('\n').slice(0, -1);
  const rows = lines.map((line) => line.split('\t')).filter(([name]) => !/:[.*]$/.test(name!));
  const copies = (genotype: string) => {
    const alleles = genotype.split(/[|/]/);
    if (alleles.includes('.')) return -1;
    return alleles.filter((allele) => allele === '1').length * (alleles.length === 1 ? 2 : 1);
  };
  return {
    ids: bcftools('query', '-l', file).trim().split('\n'),
    names: rows.map(([name]) => name!),
    values: rows.map(([, ...genotypes]) => genotypes.map(copies)),
  };
}

describe.skipIf(noData !== '')('real files are read as bcftools and plink2 read them', () => {
  test.each(files)('%s', async (file) => {
    const ours = await read(file);
    const theirs = queried(file);
    expect(ours.ids).toEqual(theirs.ids);
    expect(ours.names).toEqual(theirs.names);
    expect(ours.values).toEqual(theirs.values);
    bcftools('view', '-Ob', '-o', at('x.bcf'), file);
    const binary = await read(at('x.bcf'));
    expect(binary.values).toEqual(ours.values);
    expect(binary.about).toEqual(ours.about);
  });

  test.each(['2:136545000-136600000', '2:136608646', '2', '2:136690000-'])(
    'region %s by tabix, CSI and a scan',
    async (region) => {
      bcftools('view', '-Ov', '-o', at('plain.vcf'), lct);
      // The file is plain gzip, its .tbi that of a bgzip file of other days.
      bcftools('view', '-Oz', '-o', at('r.vcf.gz'), lct);
      bcftools('index', '-f', '--tbi', at('r.vcf.gz'));
      bcftools('view', '-Oz', '-o', at('c.vcf.gz'), lct);
      bcftools('index', '-f', '--csi', at('c.vcf.gz'));
      bcftools('view', '-Ob', '-o', at('r.bcf'), lct);
      bcftools('index', '-f', at('r.bcf'));
      bcftools('view', '-r', region.replace(/-$/, '-999999999'), '-Oz', '-o', at('region.vcf.gz'), at('r.vcf.gz'));
      const theirs = queried(at('region.vcf.gz'));
      expect(theirs.names.length).toBeGreaterThan(0);
      for (const file of [lct, at('r.vcf.gz'), at('c.vcf.gz'), at('r.bcf'), at('plain.vcf')]) {
        const ours = await read(file, { region });
        expect(ours.names, file).toEqual(theirs.names);
        expect(ours.values, file).toEqual(theirs.values);
      }
    },
  );

  test.each(files)('a .bed of plink2 is read as the VCF, and written as plink2 writes it: %s', async (file) => {
    plink2('--vcf', file, '--double-id', '--make-bed', '--out', at('p'));
    const [vcf, bed] = [await read(file), await read(at('p.bed'))];
    expect(bed.values).toEqual(vcf.values);
    expect(bed.names).toEqual(vcf.names);
    const { write } = await readerByWord('plink', '').load();
    for (const { name, bytes } of await write!(bed.content, at('q.bed'))) {
      const ours = Buffer.from(bytes);
      const theirs = readFileSync(name.replace('q.', 'p.'));
      expect(ours.equals(theirs), name).toBe(true);
    }
  });
});

describe.skipIf(noTools !== '')('a VCF that is written says the same to bcftools and plink2', () => {
  const { genotypes, variants } = simulateGenotypes({ snps: 300, unrelated: 60, missing: 0.05, random: randomKey(8) });
  const content: FileContent = { holds: 'blocks', blocks: [{ block: genotypes, features: variants }] };
  const values = genotypes.features.map((_, j) =>
    Array.from(columnOf(genotypes.matrix, j), (value) => (Number.isNaN(value) ? -1 : value)),
  );

  test.each(['w.vcf', 'w.vcf.gz'])('%s', async (name) => {
    const { write } = await readerByWord('vcf', '').load();
    const [file] = await write!(content, name);
    writeFileSync(at(name), file!.bytes);
    expect(values.flat().filter((value) => value < 0).length).toBeGreaterThan(300);
    const [ours, theirs] = [await read(at(name)), queried(at(name))];
    for (const found of [ours, theirs]) {
      expect(found.ids).toEqual(genotypes.ids);
      expect(found.names).toEqual(genotypes.features);
      expect(found.values).toEqual(values);
    }
    expect(ours.about).toEqual(variants.columns);
    plink2('--vcf', at(name), '--double-id', '--make-bed', '--out', at('w'));
    expect((await read(at('w.bed'))).values).toEqual(values);
    // Without a complaint, which bcftools makes on the other channel, of contigs or fields that no header names.
    const { stderr } = spawnSync('bcftools', ['view', '-Ob', '-o', at('w.bcf'), at(name)], { encoding: 'utf8' });
    expect(stderr).toBe('');
    expect((await read(at('w.bcf'))).values).toEqual(values);
  });

  test('and what bgzip wrote can be indexed', async () => {
    const { write } = await readerByWord('vcf', '').load();
    const [file] = await write!(content, 'x.vcf.gz');
    writeFileSync(at('x.vcf.gz'), file!.bytes);
    bcftools('index', '-f', '--tbi', at('x.vcf.gz'));
    const region = { region: '2:10000-60000' };
    const found = await read(at('x.vcf.gz'), region);
    expect(found.names).toEqual([1, 2, 3, 4, 5, 6].map((k) => `2:${k}0000:A:G`));
  });
});

describe.skipIf(noTools !== '')('simulated records of every form are read as bcftools and plink2 read them', () => {
  const draws = randomKey(5).stream();
  const n = 37;
  const forms = (nAlleles: number) => {
    const allele = () => (draws.uniform() < 0.1 ? '.' : String(draws.below(nAlleles)));
    return draws.uniform() < 0.1 ? allele() : `${allele()}${draws.uniform() < 0.5 ? '|' : '/'}${allele()}`;
  };
  const records = Array.from({ length: 60 }, (_, j) => {
    const alts = [['G'], ['G', 'T'], ['G', 'T', 'C'], ['GT', '*']][j % 4]!;
    const format = j % 3 === 0 ? 'GT:DP' : 'GT';
    const fields = Array.from({ length: n }, () => `${forms(alts.length + 1)}${j % 3 === 0 ? ':7' : ''}`);
    return ['chr1', 100 + 20 * j, '.', 'A', alts.join(','), '.', '.', '.', format, ...fields].join('\t');
  });
  const header = [
    '##fileformat=VCFv4.2',
    '##contig=<ID=chr1,length=248956422>',
    '##FORMAT=<ID=GT,Number=1,Type=String,Description="Genotype">',
    '##FORMAT=<ID=DP,Number=1,Type=Integer,Description="Depth">',
    [
      '#CHROM',
      'POS',
      'ID',
      'REF',
      'ALT',
      'QUAL',
      'FILTER',
      'INFO',
      'FORMAT',
      ...Array.from({ length: n }, (_, i) => `s${i}`),
    ].join('\t'),
  ];
  const text = `${[...header, ...records].join('\n')}\n`;

  test('split as bcftools norm does', async () => {
    writeFileSync(at('s.vcf'), text);
    bcftools('norm', '-m-', '-o', at('split.vcf'), at('s.vcf'));
    bcftools('view', '-Ob', '-o', at('s.bcf'), at('s.vcf'));
    const theirs = queried(at('split.vcf'));
    for (const file of [at('s.vcf'), at('s.bcf')]) {
      const ours = await read(file);
      expect(ours.names).toEqual(theirs.names);
      expect(ours.values).toEqual(theirs.values);
    }
  });

  test.each(['tbi', 'csi'])(
    'a .%s that is cut or has flipped bits is an error of the family, or does no harm',
    async (kind) => {
      writeFileSync(at('i.vcf'), text);
      bcftools('view', '-Oz', '-o', at(`${kind}.vcf.gz`), at('i.vcf'));
      bcftools('index', '-f', `--${kind}`, at(`${kind}.vcf.gz`));
      const bytes = readFileSync(at(`${kind}.vcf.gz`));
      const content = gunzipSync(readFileSync(at(`${kind}.vcf.gz.${kind}`)));
      const whole = await read(at(`${kind}.vcf.gz`), { region: 'chr1:300-700' });
      for (let seed = 0; seed < 200; seed++) {
        const damaged = Uint8Array.from(content);
        const flips = randomKey(seed).at('index').stream();
        for (let k = 0; k <= seed % 3; k++) damaged[flips.below(damaged.length)]! ^= 1 << flips.below(8);
        const cut = seed % 4 === 0 ? damaged.subarray(0, flips.below(damaged.length)) : damaged;
        const source = memorySource('i.vcf.gz', bytes, { [`i.vcf.gz.${kind}`]: bgzip([cut]) });
        const found = await readFile(source, { params: { region: 'chr1:300-700' } }).catch((error: unknown) => error);
        if (found instanceof Error) expect(found).toBeInstanceOf(CistronError);
        else {
          const names = (found as { content: Blocks }).content.blocks[0]!.block.features;
          expect(names.every((name) => whole.names.includes(name))).toBe(true);
        }
      }
    },
  );

  test.each(['DS', 'PL', 'GL'])('%s in the BCF that bcftools writes is that of the VCF', async (field) => {
    const numbers = (count: number) =>
      draws.uniform() < 0.1
        ? '.'
        : Array.from({ length: count }, () => (draws.uniform() < 0.1 ? '.' : String(number()))).join(',');
    const number = () =>
      field === 'DS' ? draws.below(2000) / 1000 : field === 'PL' ? draws.below(300) : -draws.below(3000) / 100;
    const lines = Array.from({ length: 40 }, (_, j) => {
      const alts = j % 3 === 0 ? ['G', 'T'] : ['G'];
      const count = field === 'DS' ? alts.length : alts.length === 1 ? 3 : 6;
      const fields = Array.from({ length: n }, () => numbers(count));
      return ['chr1', 100 + 20 * j, '.', 'A', alts.join(','), '.', '.', '.', field, ...fields].join('\t');
    });
    const type = { DS: 'Number=A,Type=Float', PL: 'Number=G,Type=Integer', GL: 'Number=G,Type=Float' }[field];
    const named = [...header.slice(0, 2), `##FORMAT=<ID=${field},${type},Description="x">`, ...header.slice(2)];
    writeFileSync(at('n.vcf'), `${[...named, ...lines].join('\n')}\n`);
    bcftools('view', '-Ob', '-o', at('n.bcf'), at('n.vcf'));
    const [text, binary] = [await read(at('n.vcf'), { field }), await read(at('n.bcf'), { field })];
    expect(text.values.flat().some((value) => value > 0)).toBe(true);
    expect(binary.values).toEqual(text.values);
    expect(binary.about).toEqual(text.about);
  });

  test('records of one ALT allele as plink2 with half calls missing', async () => {
    const biallelic = records.filter((_, j) => j % 4 === 0);
    writeFileSync(at('b.vcf'), `${[...header, ...biallelic].join('\n')}\n`);
    plink2('--vcf', at('b.vcf'), '--vcf-half-call', 'm', '--double-id', '--make-bed', '--out', at('b'));
    const [vcf, bed] = [await read(at('b.vcf')), await read(at('b.bed'))];
    expect(bed.values).toEqual(vcf.values);
  });
});
