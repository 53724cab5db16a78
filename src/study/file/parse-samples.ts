import { ConfigError } from '../../base/errors.ts';
import { nearest } from '../../base/nearest.ts';
import type { StudyFile } from './schema.ts';

type At = (path: readonly (string | number)[]) => string;
type BlockFile = StudyFile['blocks'][string];

/** What the column of the classes is called when samples are the records of one FASTA a class. */
const CLASS = 'class';

/** The file with a target where `samples.from` is a block of one FASTA a class and nothing is said of what is predicted. */
export function withClassColumn(file: StudyFile): StudyFile {
  const { samples, task } = file;
  if (samples.from === undefined || samples.target !== undefined || samples.survival || task === 'clustering')
    return file;
  if (typeof file.blocks[samples.from]?.file !== 'object') return file;
  return { ...file, samples: { ...samples, target: CLASS } };
}

/** @throws {ConfigError} both or neither of file and from; a block that is not there, or holds no records. */
export function checkSamples({ samples, blocks }: StudyFile, at: At): void {
  const { file, from } = samples;
  if ((file === undefined) === (from === undefined)) {
    throw new ConfigError({
      where: at(['samples']),
      problem: "'samples' must have either file or from, the block of sequences whose records are the samples",
      hint: 'name one of them',
    });
  }
  if (from === undefined) return;
  const block = blocks[from];
  const where = at(['samples', 'from']);
  if (!block) {
    const near = nearest(from, Object.keys(blocks));
    throw new ConfigError({
      where,
      problem: `no block '${from}'`,
      hint: near ? `did you mean '${near}'?` : `the blocks are: ${Object.keys(blocks).join(', ')}`,
    });
  }
  if (block.kind !== 'sequence' || block.file === undefined) {
    throw new ConfigError({
      where,
      problem: `must be a block of kind: sequence with a file, got block '${from}'`,
      hint: 'name a sample sheet with samples.file',
    });
  }
  const inSheet = Object.entries(blocks).find(([, other]) => other.from === 'samples');
  const asked = inSheet ? `blocks.${inSheet[0]}.from: samples` : samples.id === undefined ? undefined : 'samples.id';
  if (asked === undefined) return;
  throw new ConfigError({
    where,
    problem: `there is no sample sheet, which ${asked} asks for`,
    hint: 'name it with samples.file, or its columns with samples.annotations',
  });
}

/** @throws {ConfigError} both or neither of file and from; a key that does not go with the kind. */
export function checkBlock(name: string, block: BlockFile, sheet: string | undefined, at: At): void {
  const wrong = (problem: string, hint: string): never => {
    throw new ConfigError({ where: at(['blocks', name]), problem, hint });
  };
  if ((block.file === undefined) === (block.from === undefined)) {
    wrong(`block '${name}' must have either file or from: samples`, 'name one of them');
  }
  if (block.kind !== 'sequence') {
    if (typeof block.file !== 'object') return;
    wrong(`a file for each class goes with kind: sequence, got kind: ${block.kind ?? 'numeric'}`, 'name one file');
  }
  if (block.rows) wrong("'rows' does not go with kind: sequence", 'leave it out: every record is a sample');
  if (block.from === 'samples' && (typeof block.columns === 'string' ? [block.columns] : block.columns)?.length !== 1) {
    wrong(
      `a block of kind: sequence from the sample sheet must name one column, got ${JSON.stringify(block.columns ?? null)}`,
      'add columns: [sequence], with the name of the column',
    );
  }
  if (block.file === undefined) return;
  if (block.columns) wrong("'columns' goes with from: samples, got a FASTA file", 'leave it out');
  if (block.file === sheet) {
    wrong('a sequence in a column of the sample sheet is named by it', 'write from: samples, columns: [sequence]');
  }
}
