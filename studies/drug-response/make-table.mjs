// Writes the responses of every third drug as one row for each pair of a cell line and a drug, with the structure of the drug: runs/drug-pairs.tsv.
//   node studies/drug-response/make-table.mjs
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gunzipSync } from 'node:zlib';

const EVERY = 3;
const root = join(dirname(fileURLToPath(import.meta.url)), '..', '..');
const data = join(root, '../shared/data/03_drug_response');
const cells = (text, delimiter) =>
  text
    .trimEnd()
    .split('\n')
    .map((line) => line.split(delimiter));
const [head, ...rows] = cells(gunzipSync(readFileSync(join(data, 'ln_ic50.tsv.gz'))).toString(), '\t');
const [smilesHead, ...drugs] = cells(readFileSync(join(data, 'drug_smiles.csv'), 'utf8'), ',');
const nameAt = smilesHead.indexOf('drug_name');
const smilesAt = smilesHead.indexOf('CanonicalSMILES');
const structures = new Map(drugs.map((fields) => [fields[nameAt], fields[smilesAt]]));
const pairs = rows.flatMap(([line, ...values]) =>
  values.flatMap((value, d) => {
    if (value === '' || d % EVERY !== 0) return [];
    const drug = head[d + 1];
    return [[`${line}|${drug}`, line, drug, structures.get(drug) ?? '', value].join('\t')];
  }),
);
mkdirSync(join(root, 'runs'), { recursive: true });
writeFileSync(join(root, 'runs/drug-pairs.tsv'), `pair\tline\tdrug\tsmiles\tln_ic50\n${pairs.join('\n')}\n`);
