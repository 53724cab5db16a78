import { createExecutor, fileSource } from '../src/index.node.ts';
import {
  checkParams,
  classTarget,
  createStep,
  foldRows,
  groupsFrom,
  learnerByWord,
  metricByName,
  parseStep,
  poolPredictions,
  prepareFold,
  type RowPredictions,
  randomKey,
  readTable,
  scorer,
  strataOf,
  stratifiedGroupFolds,
  tableToAnnotations,
  tableToBlock,
} from '../src/index.ts';

/** Macro-F1 of elastic-net in 5-fold cross-validation, composed by hand. */
export async function macroF1ByHand(path: string, label: string): Promise<number> {
  const table = await readTable(await fileSource(path), { text: [label] });
  const block = tableToBlock(table, { name: 'expression', kind: 'expression', rows: 'samples', exclude: [label] });
  const annotations = tableToAnnotations(table, { columns: [label] });
  const target = classTarget(table.texts(table.columnIndex(label)), label);
  const groups = groupsFrom([], target.codes.length); // no columns: every sample is a group of its own
  const cohort = { ids: block.ids, annotations, blocks: [block], target, groups };

  const executor = await createExecutor();
  const ctx = {
    random: randomKey(1),
    executor,
    signal: new AbortController().signal,
    progress() {},
    warn: console.warn,
  };
  const { load, params } = learnerByWord('elastic-net', 'example');
  const learner = (await load()).create(checkParams(params, { 'l1-ratio': 0.2 }, 'elastic-net'));
  const words = ['impute', 'drop-constant', 'standardize', { clip: 5 }];
  const steps = await Promise.all(words.map((word) => createStep(parseStep(word, 'prepare'))));

  const folds = stratifiedGroupFolds({ ...strataOf(target, 5), groups, k: 5, random: ctx.random.at('folds') });
  const parts: RowPredictions[] = [];
  for (let fold = 0; fold < 5; fold++) {
    const rows = foldRows(folds, fold);
    const { train, test } = await prepareFold(cohort, [steps], rows.train, rows.test, ctx);
    const model = await learner.fit(train, ctx);
    parts.push({ rows: rows.test, prediction: await model.predict(test, ctx) });
  }
  await executor.close();
  return scorer(target, poolPredictions(parts, target)).value(metricByName('macro-f1'));
}
