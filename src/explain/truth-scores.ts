import { midRanks } from '../numeric/association/mid-ranks.ts';
import { logRankScores } from '../numeric/survival/log-rank-scores.ts';
import type { Target } from '../table/target.ts';

/**
 * What an output should be large for, as a number each sample, [n]: 1 for samples of the class, else 0; the rank of the value; the log-rank score, which is large where the event
 * came early. Of an output that the target does not know, and of no target, zeros. Source of the last: Peto & Peto 1972.
 */
export function truthScores(target: Target, output: string): Float64Array {
  switch (target.task) {
    case 'classification': {
      const k = target.classes.indexOf(output);
      return Float64Array.from(target.codes, (code) => Number(code === k));
    }
    case 'regression':
      return midRanks(target.values).ranks;
    case 'survival':
      return logRankScores(target.times, target.events);
    case 'clustering':
      return new Float64Array(target.nSamples);
  }
}
