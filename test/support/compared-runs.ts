import { compareRuns, type RunsCompared } from '../../src/report/compare-runs.ts';
import { exampleInput } from './report-input.ts';

/** Two made-up runs of one study side by side: of the second the data, the version and two settings differ, and it has no elastic net. @param same: nothing differs. */
export function exampleCompared({ same = false } = {}): RunsCompared {
  const { record } = exampleInput();
  const settings = (seed: number, trees: number) => ({
    study: { learners: [{ name: 'forest', candidates: [{ trees }] }], validate: { seed } },
  });
  if (same) return compareRuns(['a', 'b'].map((run) => ({ run, record, settings: settings(1, 500) })));
  const forest = record.results.filter(({ learner }) => learner === 'forest');
  const other = {
    ...{ ...record, cistron: '0.0.9', results: forest, chosen: 'forest' },
    ...{ study: { ...record.study, seed: 2 }, data: { ...record.data, samples: 900 } },
  };
  return compareRuns([
    { run: 'a', record, settings: settings(1, 500) },
    { run: 'b <2>', record: other, settings: settings(2, 1000) },
  ]);
}
