import { join } from 'node:path';
import { type Command, Option } from 'commander';
import { type NumberParam, rangeText } from '../../base/params.ts';
import { randomKey } from '../../base/random.ts';
import { writeDelimited } from '../../read/write.ts';
import { cohortParams, simulateCohort } from '../../simulate/cohort.ts';
import { diskFolder } from '../../study/run-folder.node.ts';
import { studyFromTable } from '../../study/study-from-table.ts';
import type { Annotations } from '../../table/annotations.ts';
import type { Block } from '../../table/block.ts';
import { wholeNumber } from '../session.ts';

export function registerSimulate(program: Command): void {
  const simulate = program.command('simulate').description('synthetic data with known truth');
  const cohort = simulate
    .command('cohort')
    .description('expression of patients of several subtypes, with a batch effect and patients measured twice')
    .option('--out <folder>', 'where to write', 'cohort')
    .option('--seed <n>', 'seed', '1');
  for (const [name, spec] of Object.entries<NumberParam>(cohortParams)) {
    const flag = name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
    cohort.addOption(
      new Option(`--${flag} <n>`, `${spec.doc} ${rangeText(spec)}`).default(spec.default as number).argParser(Number),
    );
  }
  cohort.action(async ({ out, seed, ...sizes }: { out: string; seed: string } & Record<string, number>) => {
    const { expression, sheet, truth } = simulateCohort({
      ...sizes,
      random: randomKey(wholeNumber('--seed', seed, 0, Number.MAX_SAFE_INTEGER)),
    });
    const folder = await diskFolder(out);
    await folder.write('expression.tsv', expressionTable(expression));
    await folder.write('samples.tsv', sheetTable(sheet));
    await folder.write('truth.json', `${JSON.stringify(truth, null, 2)}\n`);
    const files = {
      table: 'expression.tsv',
      samples: 'samples.tsv',
      target: 'subtype',
      id: 'sample',
      group: ['patient'],
    };
    await folder.write('study.yaml', studyFromTable({ ...files, title: 'Subtype of simulated patients' }));
    process.stdout.write(
      `${expression.ids.length} samples × ${expression.features.length} genes in ${join(out, 'expression.tsv')}\nnext: cistron run ${join(out, 'study.yaml')}\n`,
    );
  });
}

function expressionTable({ ids, features, matrix }: Block): string {
  const value = (i: number, j: number) => {
    const x = matrix.data[j * matrix.nRows + i]!;
    return Number.isNaN(x) ? null : Number(x.toFixed(4));
  };
  return writeDelimited([['sample', ...features], ...ids.map((id, i) => [id, ...features.map((_, j) => value(i, j))])]);
}

function sheetTable({ ids, columns }: Annotations): string {
  const cell = (value: number | string | null | undefined) =>
    value === undefined || Number.isNaN(value) ? null : value;
  return writeDelimited([
    ['sample', ...columns.map(({ name }) => name)],
    ...ids.map((id, i) => [id, ...columns.map(({ values }) => cell(values[i]))]),
  ]);
}
