import { type AnnotationColumn, textValues } from '../../table/annotations.ts';
import type { Target } from '../../table/target.ts';
import type { GroupFinder, GroupProposal } from './finder.ts';

/** Words for the one who, or the thing that, is measured more than once. */
const SUBJECT = new Set(
  `patient subject donor participant individual person proband volunteer pedigree animal lesion cellline
   patientid subjectid donorid participantid individualid personid lesionid pedigreeid animalid celllineid
   ptid patid subjid subjectkey famid`.split(/\s+/),
);
/** Words that are as often the name of a kind: `case` and control, gene `family`. Only with a word for an identifier beside them, or many values. */
const AMBIGUOUS = new Set('case family household litter twin sibship caseid familyid'.split(' '));
/** Words that may stand beside one of those above without changing what is meant. */
const IDENTIFIER = new Set(
  'id ids name no nr num number code barcode identifier uuid key submitter accession'.split(' '),
);
const FILLER = new Set('the of study anon anonymous anonymised anonymized deidentified pseudo bcr source'.split(' '));

/** Fewer values than this are kinds, not subjects. */
const LEAST_VALUES = 3;
/** Of an ambiguous name without a word for an identifier: at least one value in so many samples. */
const SAMPLES_A_VALUE = 20;

/** `PatientID`, `patient_id`, `Patient.Id` → patient, id. `cell line` is one word. */
function wordsOf(name: string): string[] {
  return name
    .replace(/([a-z])([A-Z])/g, '$1 $2')
    .toLowerCase()
    .replace(/cell[^a-z0-9]*lines?/g, 'cellline')
    .split(/[^a-z]+/)
    .filter((word) => word !== '')
    .map((word) => (word.endsWith('s') && SUBJECT.has(word.slice(0, -1)) ? word.slice(0, -1) : word));
}

/**
 * Whether a column's name says that it names subjects: `patient`, `donor_id`, `Case ID`, `lesion`; not `patient_age` or `family_history`, where
 * another word says that something else is meant. @returns `sure`, `perhaps` (the values must decide) or `no`.
 */
export function namesSubjects(name: string): 'sure' | 'perhaps' | 'no' {
  const words = wordsOf(name);
  const subject = words.some((word) => SUBJECT.has(word));
  const ambiguous = words.some((word) => AMBIGUOUS.has(word));
  if (!subject && !ambiguous) return 'no';
  const known = (word: string) => SUBJECT.has(word) || AMBIGUOUS.has(word) || IDENTIFIER.has(word) || FILLER.has(word);
  if (!words.every(known)) return 'no';
  const identifier = words.some((word) => IDENTIFIER.has(word) || /.id$/.test(word));
  return subject || identifier ? 'sure' : 'perhaps';
}

/**
 * Columns of the sheet that name patients, donors, lesions, families or cell lines although the study does not say so. Bounds against false
 * alarms: the name (`namesSubjects`: sex, site, batch, centre and device are none); whole numbers or text; 3 values or more, one of them twice; not
 * the classes in other words. Measured on all tables beside this project: see the test.
 */
export const subjectColumns: GroupFinder = {
  word: 'column',
  doc: 'Columns whose name says patient, subject, donor, individual, case, lesion, family or cell line, and whose values repeat (`column:<name>`).',
  async find({ annotations, declared, notGroups, idColumn, target }) {
    const settled = new Set([...declared, ...notGroups, ...(idColumn === undefined ? [] : [idColumn])]);
    return annotations.columns.flatMap((column) => (settled.has(column.name) ? [] : proposalOf(column, target)));
  },
};

function proposalOf(column: AnnotationColumn, target: Target): GroupProposal[] {
  const says = namesSubjects(column.name);
  if (says === 'no') return [];
  if (column.type === 'number' && !column.values.every((value) => Number.isNaN(value) || Number.isInteger(value)))
    return [];
  const labels = textValues(column);
  const sizes = new Map<string, number>();
  for (const label of labels) if (label !== null) sizes.set(label, (sizes.get(label) ?? 0) + 1);
  const known = labels.length - labels.filter((label) => label === null).length;
  if (sizes.size < LEAST_VALUES || sizes.size === known) return [];
  if (says === 'perhaps' && sizes.size * SAMPLES_A_VALUE < known) return [];
  if (isTarget(labels, sizes.size, target)) return [];
  const repeated = [...sizes.values()].filter((size) => size > 1).length;
  return [
    {
      source: `column:${column.name}`,
      evidence: `column '${column.name}' has ${sizes.size} values for ${known} samples, ${repeated} of them more than once`,
      labels,
    },
  ];
}

/** No more values than classes, each of one class: the target in other words. */
function isTarget(labels: readonly (string | null)[], nValues: number, target: Target): boolean {
  if (target.task !== 'classification' || nValues > target.classes.length) return false;
  const classOf = new Map<string, number>();
  return labels.every((label, i) => {
    if (label === null) return true;
    const known = classOf.get(label);
    if (known === undefined) classOf.set(label, target.codes[i]!);
    return known === undefined || known === target.codes[i];
  });
}
