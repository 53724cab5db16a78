import { strFromU8, strToU8, unzipSync, type Zippable, zipSync } from 'fflate';
import { IntegrityError } from '../../base/errors.ts';
import { sha256 } from '../../base/hash.ts';
import { learnerByWord } from '../../learn/registry.ts';
import { type Calibration, calibrationFromState, calibrationToState } from '../../numeric/calibration/calibrators.ts';
import { type FittedPipeline, restorePipeline } from '../../prepare/pipeline.ts';
import type { BlockKind } from '../../table/block.ts';
import type { Model, State, StateArray } from '../../table/contract.ts';
import type { Task } from '../../table/target.ts';
import type { Reading } from '../cohort/read-source.ts';
import type { Unit } from '../cohort/same-unit.ts';
import { decisionsState, type ModelDecisions, restoreDecisions } from './model-decisions.ts';

/** What a block is besides its features. */
export interface BlockForm {
  readonly name: string;
  readonly kind: BlockKind;
  /** For a text column: its words. Of sequences: absent, `sequence` says it. */
  readonly levels?: readonly (readonly string[] | null)[];
  /** As `Block.shape`, before preparation. */
  readonly shape?: readonly number[];
  readonly sequence?: SequenceForm;
  /** What its numbers were. */
  readonly unit?: Unit;
  /** How the file of the block was read, where the study said so: new files are read alike. */
  readonly reading?: Reading;
}

/** The sequences that a model was trained on. */
export interface SequenceForm {
  /** The alphabet, in the order of the codes. */
  readonly letters: readonly string[];
  /** Of the longest. */
  readonly length: number;
  /** The column of the sample sheet that they stood in; absent: they came from FASTA. */
  readonly column?: string;
}

/** A trained model with all that a prediction needs: preprocessing, feature names, and where it came from. */
export interface ModelBundle {
  /** Registry word of the learner. */
  readonly learner: string;
  readonly model: Model;
  /** What the probabilities of the model go through; absent: nothing. */
  readonly calibration?: Calibration;
  readonly blocks: readonly (BlockForm & { readonly pipeline: FittedPipeline })[];
  readonly task: Task;
  /** How new samples are decided on; absent in models without. */
  readonly decisions?: ModelDecisions;
  /** Free facts: title, target, data hashes, seed, scores of the validation. */
  readonly provenance: Readonly<Record<string, unknown>>;
}

const ARRAY_TYPES = { Float32Array, Float64Array, Int32Array, Uint32Array, Uint8Array } as const;
type ArrayType = keyof typeof ARRAY_TYPES;

interface StoredState {
  readonly kind: string;
  readonly json: Readonly<Record<string, unknown>>;
  /** Name → type and the file in the archive. Little-endian. */
  readonly arrays: Readonly<Record<string, { readonly type: ArrayType; readonly file: string }>>;
}
interface Manifest {
  readonly format: 'cistron-model';
  readonly version: 1;
  readonly learner: string;
  readonly task: Task;
  readonly model: StoredState;
  readonly calibration?: StoredState;
  readonly blocks: readonly (BlockForm & {
    readonly features: readonly string[];
    readonly steps: readonly StoredState[];
  })[];
  readonly decisions?: StoredState;
  readonly provenance: Readonly<Record<string, unknown>>;
}

/**
 * Writes a bundle as `model.cistron`: a zip of `manifest.json` and raw little-endian arrays, sealed by its hash. Data only, never code.
 * The bytes depend on the bundle alone (no time stamps), so equal models have equal files.
 */
export async function writeModel(bundle: ModelBundle): Promise<Uint8Array> {
  const binaries: Record<string, Uint8Array> = {};
  const store = (state: State, prefix: string): StoredState => {
    const arrays = Object.entries(state.arrays).map(([name, array]) => {
      const file = `arrays/${prefix}.${name}`;
      binaries[file] = new Uint8Array(
        array.buffer.slice(array.byteOffset, array.byteOffset + array.byteLength) as ArrayBuffer,
      );
      return [name, { type: array.constructor.name as ArrayType, file }] as const;
    });
    return { kind: state.kind, json: state.json, arrays: Object.fromEntries(arrays) };
  };
  const model = store(bundle.model.toState(), 'model');
  const calibration = bundle.calibration && store(calibrationToState(bundle.calibration), 'calibration');
  const decisions = bundle.decisions && store(decisionsState(bundle.decisions), 'decisions');
  const blocks = bundle.blocks.map(({ pipeline, ...block }, b) => ({
    ...formOf(block),
    features: pipeline.inputFeatures,
    steps: pipeline.toState().map((state, s) => store(state, `block${b}.step${s}`)),
  }));
  const manifest: Manifest = {
    format: 'cistron-model',
    version: 1,
    learner: bundle.learner,
    task: bundle.task,
    model,
    ...(calibration ? { calibration } : {}),
    blocks,
    ...(decisions ? { decisions } : {}),
    provenance: bundle.provenance,
  };
  const entries: Zippable = { 'manifest.json': strToU8(JSON.stringify(manifest)), ...binaries };
  return sealed(zipSync(entries, { level: 6, mtime: new Date(1980, 0, 1) }));
}

const formOf = ({ name, kind, levels, shape, sequence, unit, reading }: BlockForm): BlockForm => ({
  name,
  kind,
  ...(levels ? { levels } : {}),
  ...(shape ? { shape } : {}),
  ...(sequence ? { sequence } : {}),
  ...(unit ? { unit } : {}),
  ...(reading ? { reading } : {}),
});

/** Length of a SHA-256 in hex. */
const SEAL = 64;

/** The archive with the SHA-256 of all its bytes as its comment, which zip allows at its very end (APPNOTE.TXT 4.3.16). */
async function sealed(zip: Uint8Array): Promise<Uint8Array> {
  const out = new Uint8Array(zip.length + SEAL);
  out.set(zip);
  out[zip.length - 2] = SEAL; // length of the comment, little-endian, the last two bytes of an archive without one
  out.set(strToU8(await sha256(out.subarray(0, zip.length))), zip.length);
  return out;
}

/**
 * Reads `model.cistron`. Every byte is covered by the hash at the end of the file, which is checked before anything is used.
 * @throws {IntegrityError} (exit 6) not a model file, truncated, or altered.
 */
export async function readModel(bytes: Uint8Array, name: string): Promise<ModelBundle> {
  const damaged = (what: string, cause?: unknown) =>
    new IntegrityError({
      where: name,
      problem: `the model file is damaged: ${what}`,
      hint: 'copy it again from where it was made, or train anew',
      cause,
    });
  const body = bytes.subarray(0, Math.max(0, bytes.length - SEAL));
  if ((await sha256(body)) !== strFromU8(bytes.subarray(body.length), true)) {
    throw damaged('it is cut short or altered: its bytes do not match the hash at its end');
  }
  let files: Record<string, Uint8Array>;
  try {
    files = unzipSync(bytes);
  } catch (cause) {
    throw damaged('it is not a zip archive', cause);
  }
  const text = files['manifest.json'];
  if (!text) throw damaged('its manifest is missing');
  const manifest = JSON.parse(strFromU8(text)) as Manifest;
  if (manifest.format !== 'cistron-model' || manifest.version !== 1) {
    throw damaged(`its format is '${manifest.format}' version ${manifest.version}, this build reads version 1`);
  }
  const restore = (state: StoredState): State => ({
    kind: state.kind,
    json: state.json,
    arrays: Object.fromEntries(
      Object.entries(state.arrays).map(([key, { type, file }]) => [
        key,
        new ARRAY_TYPES[type](files[file]!.slice().buffer as ArrayBuffer) as StateArray,
      ]),
    ),
  });
  const learner = await learnerByWord(manifest.learner, name).load();
  const blocks = await Promise.all(
    manifest.blocks.map(async (block) => ({
      ...formOf(block),
      pipeline: await restorePipeline(block.steps.map(restore), block.features),
    })),
  );
  return {
    learner: manifest.learner,
    model: learner.restore(restore(manifest.model)),
    ...(manifest.calibration ? { calibration: calibrationFromState(restore(manifest.calibration)) } : {}),
    blocks,
    task: manifest.task,
    ...(manifest.decisions ? { decisions: restoreDecisions(restore(manifest.decisions)) } : {}),
    provenance: manifest.provenance,
  };
}
