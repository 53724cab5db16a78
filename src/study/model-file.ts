import { strFromU8, strToU8, unzipSync, type Zippable, zipSync } from 'fflate';
import { IntegrityError } from '../base/errors.ts';
import { sha256 } from '../base/hash.ts';
import { learnerByWord } from '../learn/registry.ts';
import { type FittedPipeline, restorePipeline } from '../prepare/pipeline.ts';
import type { BlockKind } from '../table/block.ts';
import type { Model, State, StateArray } from '../table/contract.ts';

/** A trained model with all that a prediction needs: preprocessing, feature names, classes, and where it came from. */
export interface ModelBundle {
  /** Registry word of the learner. */
  readonly learner: string;
  readonly model: Model;
  readonly blocks: readonly {
    readonly name: string;
    readonly kind: BlockKind;
    readonly pipeline: FittedPipeline;
    readonly levels?: readonly (readonly string[] | null)[];
  }[];
  readonly classes: readonly string[];
  /** Free facts: title, target, data hashes, seed, out-of-fold scores. */
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
  readonly classes: readonly string[];
  readonly model: StoredState;
  readonly blocks: readonly {
    name: string;
    kind: BlockKind;
    features: readonly string[];
    levels?: readonly (readonly string[] | null)[];
    steps: readonly StoredState[];
  }[];
  readonly provenance: Readonly<Record<string, unknown>>;
  /** SHA-256 of each binary file. */
  readonly files: Readonly<Record<string, string>>;
}

/**
 * Writes a bundle as `model.cistron`: a zip of `manifest.json`, its SHA-256, and raw little-endian arrays. Data only, never code.
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
  const blocks = bundle.blocks.map(({ name, kind, pipeline, levels }, b) => ({
    name,
    kind,
    features: pipeline.inputFeatures,
    ...(levels ? { levels } : {}),
    steps: pipeline.toState().map((state, s) => store(state, `block${b}.step${s}`)),
  }));
  const hashes = await Promise.all(
    Object.entries(binaries).map(async ([file, bytes]) => [file, await sha256(bytes)] as const),
  );
  const manifest: Manifest = {
    format: 'cistron-model',
    version: 1,
    learner: bundle.learner,
    classes: bundle.classes,
    model,
    blocks,
    provenance: bundle.provenance,
    files: Object.fromEntries(hashes),
  };
  const text = JSON.stringify(manifest);
  const entries: Zippable = {
    'manifest.json': strToU8(text),
    'manifest.sha256': strToU8(await sha256(text)),
    ...binaries,
  };
  return zipSync(entries, { level: 6, mtime: new Date(1980, 0, 1) });
}

/**
 * Reads `model.cistron`. Every byte that matters is checked against its hash before anything is used.
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
  let files: Record<string, Uint8Array>;
  try {
    files = unzipSync(bytes);
  } catch (cause) {
    throw damaged('it is not a whole zip archive', cause);
  }
  const text = files['manifest.json'] ? strFromU8(files['manifest.json']) : undefined;
  const stated = files['manifest.sha256'] ? strFromU8(files['manifest.sha256']) : undefined;
  if (text === undefined || stated === undefined) throw damaged('its manifest is missing');
  if ((await sha256(text)) !== stated) throw damaged('its manifest does not match its hash');
  const manifest = JSON.parse(text) as Manifest;
  if (manifest.format !== 'cistron-model' || manifest.version !== 1)
    throw damaged(`its format is '${manifest.format}' version ${manifest.version}, this build reads version 1`);
  for (const [file, hash] of Object.entries(manifest.files)) {
    if (!files[file] || (await sha256(files[file])) !== hash) throw damaged(`'${file}' does not match its hash`);
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
      name: block.name,
      kind: block.kind,
      ...(block.levels ? { levels: block.levels } : {}),
      pipeline: await restorePipeline(block.steps.map(restore), block.features),
    })),
  );
  return {
    learner: manifest.learner,
    model: learner.restore(restore(manifest.model)),
    blocks,
    classes: manifest.classes,
    provenance: manifest.provenance,
  };
}
