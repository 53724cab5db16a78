import type { Warning } from '../../base/warning.ts';
import type { DelimitedTable } from '../../read/delimited/table.ts';
import { inferOrientation, sequencesToBlock, tableToBlock } from '../../read/index.ts';
import type { FileContent } from '../../read/reader.ts';
import type { Block } from '../../table/block.ts';
import type { BlockSpec, Study } from '../file/study.ts';
import { columnSequences } from './load-sequences.ts';
import { matchNames } from './match-names.ts';
import type { StudySheet } from './read-sheet.ts';
import { blockOf } from './read-source.ts';
import type { StudyFiles } from './study-files.ts';

/**
 * Reads the blocks of a study, in its order, each with the samples of its own file.
 * @param keys of each block what the samples are called in it, '' where they are not in it.
 * @param statements gets what was inferred. @throws {DataError} text among numbers, no shared ids. @throws {NotFoundError} a file or column.
 */
export async function readBlocks(
  { blocks }: Pick<Study, 'blocks'>,
  sheet: StudySheet,
  keys: Readonly<Record<string, readonly string[]>>,
  files: StudyFiles,
  statements: string[],
  warn: (warning: Warning) => void,
): Promise<Block[]> {
  const read: Block[] = [];
  for (const [name, spec] of Object.entries(blocks)) {
    if (spec.kind === 'sequence') {
      const found = sheet.records.get(name) ?? columnSequences(sheet.table!, spec.columns![0]!, sheet.annotations.ids);
      const { block, statement } = sequencesToBlock(found.ids, found.sequences, { name, placeOf: found.placeOf });
      statements.push(statement);
      read.push(block);
      continue;
    }
    const content = await contentOf(spec, sheet, files);
    read.push(
      content.holds === 'table'
        ? tableBlock(name, spec, content.table, sheet, keys[name]!, statements, warn)
        : blockOf(content, name, spec, spec.file!),
    );
  }
  return read;
}

/** The file of the sheet is read once, also where a block of it is no table. */
async function contentOf(spec: BlockSpec, sheet: StudySheet, files: StudyFiles): Promise<FileContent> {
  if (spec.file === undefined) return { holds: 'table', table: sheet.table! };
  const isSheet = spec.file === sheet.samples.file && !spec.read && !spec.format;
  return isSheet && sheet.content ? sheet.content : files.content(spec.file, spec);
}

function tableBlock(
  name: string,
  spec: BlockSpec,
  table: DelimitedTable,
  sheet: StudySheet,
  ids: readonly string[],
  statements: string[],
  warn: (warning: Warning) => void,
): Block {
  const names = table.columns.map((column) => column.name);
  const where = `${table.name}: columns of block '${name}'`;
  const common = {
    ...{ name, kind: spec.kind, exclude: sheet.notFeatures, warn },
    ...(spec.columns ? { columns: matchNames(spec.columns, names, where) } : {}),
  };
  if (table === sheet.table) return tableToBlock(table, { ...common, rows: 'samples', ...sheet.idsOf });
  // Rows that are features begin with their name; rows that are samples with their id.
  const id = names[0]!;
  if (spec.rows) return tableToBlock(table, { ...common, rows: spec.rows, id });
  const { rows, message } = inferOrientation(
    table,
    ids.filter((one) => one !== ''),
  );
  statements.push(`${table.name}: ${message}`);
  return tableToBlock(table, { ...common, rows, id });
}
