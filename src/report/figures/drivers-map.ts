import { countOf, formatCount } from '../format.ts';
import type { ReportInput } from '../input.ts';
import type { Figure } from './figure.ts';
import { drawHeatMap, HEAT_MAP_WIDTH } from './heat-map.ts';

/** The steady drivers over the held-out samples, samples and features clustered. Null without an explanation. */
export function driversMap({ driversMap: map, record }: ReportInput, document: Document): Figure | null {
  if (!map) return null;
  const { features, levels, of } = map;
  const nSamples = levels.length / features.length;
  const alt = `Heat map of ${features.length} features that drive the answers in at least half of the folds, over ${countOf(nSamples, 'held-out sample')}, each in deviations from its mean. From top to bottom: ${features.join(', ')}.`;
  const blank = levels.includes(-1)
    ? ' Blank: samples of a fold in which the feature was not among the first, or values that are missing.'
    : '';
  const strip = map.codes ? ' The strip above has the class of each sample, which had no part in the order.' : '';
  const drawn = nSamples < of ? ` Of ${countOf(of, 'sample')} ${formatCount(nSamples)} are shown, evenly chosen.` : '';
  return {
    title: 'The drivers over the samples',
    svg: drawHeatMap(map, record.study.classes, alt, document),
    sentence: `The ${features.length} features that lead in at least half of the folds, a row each; a column is a held-out sample, the colour the value of the feature. Features that rise and fall together stand side by side: of these a model needs only one.${strip}${blank}${drawn}`,
    alt,
    width: HEAT_MAP_WIDTH,
    data: {
      columns: ['feature', ...Array.from({ length: nSamples }, (_, c) => `sample ${c + 1}`)],
      rows: features.map((name, r) => [
        name,
        ...Array.from(levels.subarray(r * nSamples, (r + 1) * nSamples), (level) => (level < 0 ? null : level)),
      ]),
    },
  };
}
