import { clusteredHeatMap } from '../../src/explain/explore/clustered-heat-map.ts';
import { columnTests } from '../../src/explain/explore/column-tests.ts';
import type { Exploration } from '../../src/explain/explore/exploration.ts';
import { featureQuality } from '../../src/explain/explore/feature-quality.ts';
import { featureTests } from '../../src/explain/explore/feature-tests.ts';
import { createExecutor } from '../../src/kernels/executor.node.ts';
import type { ReportInput } from '../../src/report/input.ts';
import { clusterContext, planted } from './cluster-golden.ts';
import { exampleInput } from './report-input.ts';

/** The made-up classification with a look at made-up data: 60 samples, 16 features of which some are missing or zero in part, two columns of a sheet. */
export async function exampleExploration(): Promise<ReportInput> {
  const input = exampleInput();
  const { classes } = input.record.study;
  const { X, truth } = planted(60, 16, classes.length, 1);
  for (let i = 0; i < 60; i += 3) X.data[i] = Number.NaN;
  for (let i = 0; i < 60; i += 2) X.data[60 + i] = 0;
  const features = Array.from({ length: 16 }, (_, j) => `GENE${j + 1}`);
  const executor = await createExecutor(1);
  const { samples, ...map } = (await clusteredHeatMap(clusterContext(executor), X, features))!;
  await executor.close();
  const ids = Array.from(truth, (_, i) => `P${i}`);
  const quality = featureQuality({ name: 'expression', kind: 'expression', ids, features, matrix: X });
  const exploration: Exploration = {
    quality: [quality],
    block: 'expression',
    scale: ['log2(x + 1)'],
    heatMap: { ...map, codes: samples.map((i) => truth[i]!) },
    tests: featureTests(X, features, truth, classes)!,
    columns: columnTests(
      [
        {
          name: 'site',
          type: 'text',
          values: Array.from(truth, (k, i) => (k + (i % 4)) % 3).map((site) => `site ${site}`),
        },
        { name: 'age', type: 'number', values: Float64Array.from(truth, (_, i) => 40 + ((i * 7) % 31)) },
      ],
      truth,
    ),
  };
  return { ...input, exploration };
}
