import { UnsupportedError } from '../../base/errors.ts';
import { type Annotations, textValues } from '../../table/annotations.ts';
import { isPacked } from '../../table/matrix.ts';
import { pack, strideOf } from '../../table/packed.ts';
import { sitesOf } from '../genotypes/sites.ts';
import type { FileBlock, FileContent, WrittenFile } from '../reader.ts';
import { BYTE_TO_BED, lastMask } from './bed-codes.ts';

/**
 * The first block as .bed, .bim and .fam: A1 is ALT, A2 is REF, as PLINK 2 writes them. The order is that of the block.
 * @param name of the .bed. @throws {UnsupportedError} no genotypes of 0, 1, 2, or no alleles.
 */
export async function write(content: FileContent, name: string): Promise<readonly WrittenFile[]> {
  const refuse = (problem: string, hint?: string): never => {
    throw new UnsupportedError({ where: 'plink', problem, hint });
  };
  if (content.holds !== 'blocks') return refuse(`holds genotypes, got ${content.holds}`);
  const main = content.blocks[0]!;
  const { matrix, ids } = main.block;
  const { nRows, nCols } = matrix;
  const packed = isPacked(matrix) ? matrix.packed : pack(matrix.data, nRows, nCols);
  if (!packed)
    return refuse('holds genotypes of 0, 1 and 2 copies, got other values', 'dosages have no place in a .bed');
  const bim =
    bimOf(main) ?? refuse('needs the alleles of every feature (ref, alt), got none', 'write from a VCF, BCF or .bed');
  const stride = strideOf(nRows);
  const bed = new Uint8Array(3 + nCols * stride);
  bed.set([0x6c, 0x1b, 1]);
  for (let at = 0; at < nCols * stride; at++) bed[3 + at] = BYTE_TO_BED[packed.codes[at]!]!;
  for (let j = 1; j <= nCols; j++) bed[2 + j * stride]! &= lastMask(nRows);
  const base = name.replace(/\.bed$/i, '');
  const text = (extension: string, lines: readonly string[]) => ({
    name: `${base}.${extension}`,
    bytes: new TextEncoder().encode(lines.map((line) => `${line}\n`).join('')),
  });
  return [{ name, bytes: bed }, text('bim', bim), text('fam', famOf(ids, content.samples))];
}

/** Fields are separated by blanks: those within become _. */
const field = (value: string | null | undefined) => value?.replaceAll(/\s/g, '_') || '0';

function bimOf(main: FileBlock): string[] | undefined {
  const sites = sitesOf(main);
  const allele = (value: string | null | undefined) => (value === '.' ? '0' : field(value));
  return sites?.ref.map((ref, j) => {
    const { chromosome, position, id, alt } = sites;
    const place = [field(chromosome[j]), id[j] ? field(id[j]) : '.', '0', field(position[j])];
    return [...place, allele(alt[j]), allele(ref)].join('\t');
  });
}

function famOf(ids: readonly string[], samples: Annotations | undefined): string[] {
  const place = new Map(samples?.ids.map((id, i) => [id, i]));
  const columns = new Map(samples?.columns.map((column) => [column.name, textValues(column)]));
  return ids.map((id) => {
    const at = place.get(id);
    const of = (name: string) => (at === undefined ? null : columns.get(name)?.[at]);
    const family = field(of('family'));
    const own = family !== '0' && id.startsWith(`${family}:`) ? id.slice(family.length + 1) : id;
    const sex = { male: '1', female: '2' }[of('sex') ?? ''] ?? '0';
    const phenotype = of('phenotype') ?? '-9';
    const status = { control: '1', case: '2' }[phenotype] ?? field(phenotype);
    return [family, field(own), field(of('father')), field(of('mother')), sex, status].join('\t');
  });
}
