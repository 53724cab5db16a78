import { createHash } from 'node:crypto';
import { type Answer, type Asked, serve, startServer, type WebServer } from './web-server.ts';

/** What the archive knows of one aliquot of one patient. */
export interface FakeAliquot {
  /** `TCGA-AA-0001-01A-11R-A32Y-07`. */
  readonly barcode: string;
  readonly sampleType?: string;
  readonly preservation?: string;
  readonly access?: string;
  /** The file; default counts of three genes. */
  readonly content?: string;
}

export interface FakeArchive {
  readonly aliquots: readonly FakeAliquot[];
  /** Clinical records beside the ids, by patient. */
  readonly clinical?: (patient: string, i: number) => object;
}

/** A file of counts as the archive has them. */
export function starCounts(
  counts: readonly number[],
  genes = counts.map((_, i) => `ENSG${String(i).padStart(11, '0')}.${i + 1}`),
): string {
  const total = counts.reduce((sum, count) => sum + count, 0) || 1;
  const rows = counts.map((count, i) => {
    const tpm = ((count / total) * 1e6).toFixed(4);
    return [genes[i], `GENE${i}`, i % 3 ? 'protein_coding' : 'lncRNA', count, 0, count, tpm, tpm, tpm].join('\t');
  });
  const none = ['N_unmapped', 'N_multimapping', 'N_noFeature', 'N_ambiguous'].map(
    (word) => `${word}\t\t\t5\t6\t7\t\t\t`,
  );
  const header =
    'gene_id\tgene_name\tgene_type\tunstranded\tstranded_first\tstranded_second\ttpm_unstranded\tfpkm_unstranded\tfpkm_uq_unstranded';
  return `${['# gene-model: GENCODE v36', header, ...none, ...rows].join('\n')}\n`;
}

export const md5 = (content: string | Uint8Array) => createHash('md5').update(content).digest('hex');
const uuid = (text: string) => md5(text).replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');

export interface GdcServer extends WebServer {
  readonly files: readonly {
    readonly id: string;
    readonly name: string;
    readonly barcode: string;
    readonly content: string;
  }[];
  /** Answers before the archive does; undefined leaves it to the archive. */
  before: (asked: Asked) => Answer | undefined;
}

/** The API of the Genomic Data Commons in small: status, files, cases, data, with the shapes of the real one. */
export async function startGdc({ aliquots, clinical = () => ({}) }: FakeArchive): Promise<GdcServer> {
  const hits = aliquots.map(
    ({ barcode, sampleType = 'Primary Tumor', preservation = 'OCT', access = 'open', content }, i) => {
      const text = content ?? starCounts([10 + i, 20, 30]);
      const patient = barcode.slice(0, 12);
      return {
        content: text,
        barcode,
        hit: {
          id: uuid(`file ${barcode} ${i}`),
          file_id: uuid(`file ${barcode} ${i}`),
          file_name: `${uuid(`name ${barcode} ${i}`)}.rna_seq.augmented_star_gene_counts.tsv`,
          ...{ md5sum: md5(text), file_size: Buffer.byteLength(text), state: 'released', access },
          ...{ data_category: 'Transcriptome Profiling', data_type: 'Gene Expression Quantification' },
          analysis: { workflow_type: 'STAR - Counts' },
          associated_entities: [{ entity_submitter_id: barcode, entity_type: 'aliquot' }],
          cases: [
            {
              ...{ case_id: uuid(patient), submitter_id: patient, project: { project_id: 'TCGA-TEST' } },
              samples: [
                {
                  ...{ submitter_id: barcode.slice(0, 16), sample_type: sampleType, tumor_descriptor: 'Primary' },
                  ...{ tissue_type: sampleType.includes('Normal') ? 'Normal' : 'Tumor', specimen_type: 'Solid Tissue' },
                  preservation_method: preservation,
                },
              ],
            },
          ],
        },
      };
    },
  );
  hits.sort((a, b) => (a.hit.file_id < b.hit.file_id ? -1 : 1));
  const patients = [...new Set(aliquots.map(({ barcode }) => barcode.slice(0, 12)))];
  const cases = patients.map((patient, i) => ({
    ...{
      id: uuid(patient),
      case_id: uuid(patient),
      submitter_id: patient,
      disease_type: 'Adenomas and Adenocarcinomas',
    },
    project: { project_id: 'TCGA-TEST', state: 'open', released: true },
    ...clinical(patient, i),
  }));
  cases.sort((a, b) => (a.case_id < b.case_id ? -1 : 1));
  const archive: Answer = (asked, response) => {
    const json = (value: unknown) =>
      response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(value));
    const page = (all: readonly unknown[]) => {
      const { from, size } = JSON.parse(asked.body) as { from: number; size: number };
      const pagination = { count: Math.min(size, all.length - from), total: all.length, size, from, sort: '', page: 1 };
      json({ data: { hits: all.slice(from, from + size), pagination }, warnings: {} });
    };
    const [, endpoint, id] = asked.path.split('/');
    if (endpoint === 'status')
      json({
        commit: 'c0ffee',
        data_release: 'Data Release 45.0 - December 04, 2025',
        status: 'OK',
        tag: '8.5.0',
        version: 1,
      });
    else if (endpoint === 'files')
      page(hits.map(({ hit }) => hit).filter((hit) => fits(hit, JSON.parse(asked.body).filters)));
    else if (endpoint === 'cases') page(cases.filter((one) => fits(one, JSON.parse(asked.body).filters)));
    else {
      const found = hits.find(({ hit }) => hit.file_id === id);
      if (found) serve(Buffer.from(found.content), '"1"')(asked, response);
      else response.writeHead(404, { 'content-type': 'application/json' }).end('{"message":"no such file"}');
    }
  };
  const server = (await startServer((asked, response) => (gdc.before(asked) ?? archive)(asked, response))) as WebServer;
  const files = hits.map(({ hit, content, barcode }) => ({ id: hit.file_id, name: hit.file_name, barcode, content }));
  const gdc: GdcServer = Object.assign(server, { files, before: () => undefined });
  return gdc;
}

type Filter = { readonly op: string; readonly content: unknown };

/** `and` and `in`, on the fields that the tests name. */
function fits(hit: Record<string, unknown>, { op, content }: Filter): boolean {
  if (op === 'and') return (content as Filter[]).every((filter) => fits(hit, filter));
  const { field, value } = content as { field: string; value: readonly string[] };
  const path = field.replace(/^files\./, '').split('.');
  const own = path[0] === 'cases' && hit.cases === undefined ? path.slice(1) : path;
  const values = (node: unknown, [name, ...rest]: readonly string[]): unknown[] => {
    if (Array.isArray(node)) return node.flatMap((item) => values(item, [name!, ...rest]));
    if (node === null || typeof node !== 'object') return [];
    const inner = (node as Record<string, unknown>)[name!];
    return rest.length === 0 ? [inner] : values(inner, rest);
  };
  return values(hit, own).some((found) => value.includes(found as string));
}
