import { countFeatures, featureColumns } from './columns.ts';
import { type Shape, shapeOfNumbers, shapeOfTexts } from './id-shapes.ts';
import { type AuditRule, passed } from './rule.ts';

const RULE = 'ids-in-features';

/**
 * Ids, dates and free text among the features, by name and by values. Fails when a column cannot be a measurement (whole numbers that never
 * repeat within a short range, days written as YYYYMMDD, dates as text, codes that are all different, the ids themselves) or is named as one
 * and has such values; warns when it only looks so (free text, calendar years, whole numbers in the order of the rows).
 * Words that a step reads by what they spell are not looked at.
 * Ranks over the whole cohort look like ids column by column: where more than three columns and a tenth of a block do, none is reported here.
 */
export const idsInFeatures: AuditRule = {
  rule: RULE,
  title: 'Are there ids, dates or free text among the features?',
  stage: 'start',
  worst: 'fail',
  why: {
    novice:
      'A patient number or a date says nothing of biology, but often when and where a sample was taken. If the ill came first, a model learns “low number means ill” and fails at the next hospital.',
    intermediate:
      'Running numbers, record ids and dates carry the order of recruitment, the site and the batch. Trees split on them gladly. Free text makes a feature of nearly every sample.',
    advanced:
      'Numbers: all whole and distinct although n(n − 1)/2·range makes a repeat certain (−ln P > ln(1000·p)), or monotone by row in a short range, or valid YYYYMMDD/YYYYMM, or named as id or date with agreeing values. Words: dates, the ids, distinct codes. It cannot see shuffled ids from a wide range under a neutral name, nor Excel days or Unix times without one.',
  },
  run({ blocks, ids, spelledBlocks = [] }) {
    const found: { name: string; shape: Shape }[] = [];
    const nFeatures = countFeatures(blocks);
    for (const block of blocks) {
      const own: typeof found = [];
      for (const { name, feature, values, words } of featureColumns([block])) {
        if (words && spelledBlocks.includes(block.name)) continue;
        const texts = words && Array.from(values, (code) => (Number.isNaN(code) ? null : words[code]!));
        const shape = texts ? shapeOfTexts(feature, texts, ids) : shapeOfNumbers(feature, values, ids, nFeatures);
        if (shape) own.push({ name, shape });
      }
      if (own.length <= 3 || own.length <= block.features.length / 10) found.push(...own);
      else found.push(...own.filter(({ shape }) => shape.kind !== 'id'));
    }
    if (found.length === 0) return [passed(RULE, 'no feature looks like an id, a date or free text')];
    found.sort((a, b) => Number(b.shape.sure) - Number(a.shape.sure));
    const fails = found[0]!.shape.sure;
    const shown = found.slice(0, 3).map(({ name, shape }) => `'${name}' (${WORDS[shape.kind]}: ${shape.because})`);
    const columns = found.slice(0, 20).map(({ name, shape }) => ({ feature: name, ...shape }));
    return [
      {
        rule: RULE,
        status: fails ? 'fail' : 'warn',
        message: `${found.length === 1 ? 'a feature is' : `${found.length} features are`} ${fails ? '' : 'perhaps '}no measurement: ${shown.join(', ')}${found.length > 3 ? ', …' : ''}`,
        evidence: { columns },
        todo: 'leave such columns out with blocks.<name>.columns, or name them as group or confounder when that is what they are.',
      },
    ];
  },
};

const WORDS: Readonly<Record<Shape['kind'], string>> = { id: 'an id', date: 'a date', text: 'free text' };
