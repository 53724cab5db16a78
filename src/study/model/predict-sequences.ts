import type { Context } from '../../base/context.ts';
import type { DelimitedTable } from '../../read/delimited/table.ts';
import { alphabetOf, isFasta, readFasta, readTable, sequencesToBlock, tableToAnnotations } from '../../read/index.ts';
import type { ByteSource } from '../../read/source.ts';
import { type Block, takeBlockColumns } from '../../table/block.ts';
import { columnSequences, namedSequences } from '../cohort/load-sequences.ts';
import { nameSamples } from '../cohort/name-samples.ts';
import type { ModelBundle, SequenceForm } from './model-file.ts';

type SequenceModel = ModelBundle['blocks'][number] & { readonly sequence: SequenceForm };

/**
 * The sequences of new samples at the positions of training: FASTA, or a table with the column that the model was trained on (of a model trained on
 * FASTA, a column called as the block). Shorter ones are missing at the right. Records of which ids are empty or repeated are called `sequence:<ordinal>`.
 * @param state told so. @param id the column of ids in a table, or `row`; default the first of unique texts. @throws {DataError} a longer sequence than in training, a letter of another alphabet. @throws {NotFoundError} no such column.
 */
export async function readNewSequences(
  source: ByteSource,
  { name, sequence: { letters, length, column }, pipeline }: SequenceModel,
  state: (sentence: string) => void,
  ctx: Context,
  id?: string,
): Promise<Block> {
  const options = { signal: ctx.signal, progress: ctx.progress };
  const found = (await isFasta(source, ctx.signal))
    ? namedSequences({ kind: 'sequence' }, [await readFasta(source, options)], true, ({ message }) => state(message))
    : inColumn(
        await readTable(source, {
          ...options,
          text: [column ?? name, ...(id === undefined ? [] : [id])],
          warn: () => {},
        }),
        column ?? name,
        state,
        id,
      );
  const alphabet = alphabetOf(letters);
  const { block, statement } = sequencesToBlock(found.ids, found.sequences, {
    ...{ name, length, placeOf: found.placeOf },
    ...(alphabet ? { alphabet } : {}),
  });
  state(statement);
  const wanted = pipeline.inputFeatures;
  if (wanted.length === length) return block;
  const place = new Map(block.features.map((feature, j) => [feature, j]));
  return takeBlockColumns(
    block,
    wanted.map((feature) => place.get(feature)!),
  );
}

function inColumn(table: DelimitedTable, column: string, state: (sentence: string) => void, id?: string) {
  table.columnIndex(column); // said before a missing id
  const named = nameSamples(table, id, [column], { warn: ({ message }) => state(message) });
  return columnSequences(table, column, tableToAnnotations(table, { ...named, columns: [] }).ids);
}
