import type { GdcFile } from './files.ts';
import { samplesOf } from './manifest.ts';

/** A file of counts as a sample of a patient. */
export interface CountsSample {
  readonly file: GdcFile;
  /** `TCGA-AZ-4313-01A`. */
  readonly sample: string;
  /** `TCGA-AZ-4313`. */
  readonly patient: string;
  readonly caseId: string;
  readonly project: string;
  readonly sampleType: string;
  /** `TCGA-AZ-4313-01A-11R-1723-07`; that of the sample where the archive names no aliquot. */
  readonly aliquot: string;
  readonly preservation: string;
}

export interface Dropped {
  readonly file: GdcFile;
  readonly aliquot: string;
  readonly reason: string;
}

/** What stands in a barcode of TCGA: portion 2 digits, analyte 1 letter, plate 4 letters or digits. */
const BARCODE = /^TCGA-\w{2}-\w{4}-\d{2}[A-Z]-\d{2}([A-Z])-(\w{4})-\d{2}$/;
/** H and R are preferred to T, the inferior extraction; of H and R, H. */
const ANALYTES = 'HRT';

/**
 * One sample of a type for each patient, the others with the reason why not.
 *
 * Of several, in this order: one that is not FFPE goes before one that is; then the replicate filter of Broad GDAC Firehose: where the RNA analytes differ,
 * H before R before T, and of one analyte the later plate; then the barcode that sorts last, which has the higher vial, portion or plate.
 * @param sampleTypes those wanted; empty: all.
 * Source: Broad Institute TCGA Genome Data Analysis Center, Firehose: "Replicate Samples" (analyte and sort replicate filters).
 */
export function onePerPatient(
  files: readonly GdcFile[],
  sampleTypes: readonly string[],
): { readonly kept: readonly CountsSample[]; readonly dropped: readonly Dropped[] } {
  const dropped: Dropped[] = [];
  const groups = new Map<string, CountsSample[]>();
  for (const file of files) {
    const one = sampleOf(file);
    const drop = (reason: string) => dropped.push({ file, aliquot: 'aliquot' in one ? one.aliquot : '', reason });
    if ('reason' in one) drop(one.reason);
    else if (sampleTypes.length > 0 && !sampleTypes.includes(one.sampleType))
      drop(`sample type '${one.sampleType}' was not asked for`);
    else {
      const key = JSON.stringify([one.project, one.patient, one.sampleType]);
      groups.set(key, [...(groups.get(key) ?? []), one]);
    }
  }
  const kept = [...groups.values()].map((group) => {
    const [best, why] = choose(group);
    for (const { file, aliquot } of group)
      if (file !== best.file) dropped.push({ file, aliquot, reason: `${why(aliquot)}: ${best.aliquot} was kept` });
    return best;
  });
  kept.sort((a, b) => (a.sample < b.sample ? -1 : a.sample > b.sample ? 1 : 0));
  return { kept, dropped };
}

function sampleOf(file: GdcFile): CountsSample | { readonly reason: string } {
  const samples = samplesOf(file);
  if (samples.length !== 1) return { reason: `a file of one sample expected, got ${samples.length} samples` };
  const [{ submitter_id: sample, sample_type, tissue_type, preservation_method }] = samples as [
    (typeof samples)[number],
  ];
  const [one] = file.cases!;
  if (!sample || !one?.submitter_id) return { reason: 'the archive names no sample or no patient' };
  const aliquot = file.associated_entities?.find(({ entity_type }) => entity_type === 'aliquot')?.entity_submitter_id;
  return {
    ...{ file, sample, patient: one.submitter_id, caseId: one.case_id, project: one.project?.project_id ?? '' },
    ...{ sampleType: sample_type ?? tissue_type ?? '', aliquot: aliquot ?? sample },
    preservation: preservation_method ?? '',
  };
}

/** The one to keep, and what to say of another. */
function choose(group: readonly CountsSample[]): [CountsSample, (aliquot: string) => string] {
  const reasons = new Map<string, string>();
  let left = [...group];
  const keep = (test: (one: CountsSample) => boolean, reason: string) => {
    const passing = left.filter(test);
    if (passing.length === 0 || passing.length === left.length) return;
    for (const one of left) if (!test(one)) reasons.set(one.aliquot, reason);
    left = passing;
  };
  keep(({ preservation }) => preservation !== 'FFPE', 'FFPE');
  const analytes = new Set(left.map(({ aliquot }) => analyteOf(aliquot)));
  if (analytes.size > 1 && !analytes.has(undefined)) {
    const best = [...ANALYTES].find((letter) => analytes.has(letter));
    keep(({ aliquot }) => analyteOf(aliquot) === best, `RNA analyte other than ${best}`);
    const latest = left
      .map(({ aliquot }) => plateOf(aliquot))
      .sort()
      .at(-1);
    keep(({ aliquot }) => plateOf(aliquot) === latest, 'earlier plate');
  }
  // Two files of one aliquot: the ids decide, so that the choice is always the same.
  const rank = ({ aliquot, file }: CountsSample) => `${aliquot}\t${file.file_id}`;
  const best = left.reduce((a, b) => (rank(b) > rank(a) ? b : a));
  return [best, (aliquot) => reasons.get(aliquot) ?? 'replicate whose barcode sorts earlier'];
}

const analyteOf = (barcode: string) => BARCODE.exec(barcode)?.[1];
const plateOf = (barcode: string) => BARCODE.exec(barcode)?.[2] ?? '';
