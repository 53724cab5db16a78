import { countOf, formatCount, formatP } from '../format.ts';
import type { EnrichmentRecord } from '../record.ts';

/** Rows of a table of sets, and the rate below which a set is named. */
export const [SHOWN, BELIEVED] = [15, 0.05];

export const testedSets = ({ tested, tooSmall, tooLarge, file }: EnrichmentRecord) =>
  `${countOf(tested, 'set')} of ${file.split('/').at(-1)} ${tested === 1 ? 'was' : 'were'} tested, ${formatCount(tooSmall + tooLarge)} left out as too small or too large among these features.`;

/** `0.002`, without its letter. */
export const bareP = (p: number) => formatP(p).replace(/^p\s=?\s?/, '');
