import type { ReportInput } from './input.ts';
import type { SignatureRecord } from './record.ts';
import type { TargetsInput } from './targets-input.ts';

/** What the features of a block are called, as read or as preparation made them. */
export interface BlockNames {
  readonly name: string;
  readonly features: readonly string[];
}

/**
 * With several blocks a learner knows a feature as `block:feature`, and so do `run.json`, the tables and the model. A report says `feature` where no other
 * block has one of that name.
 * @param names `block:feature` of all that are to be shown. @param blocks several may bear one name, and count as one.
 * @param shared names that are known to be of two blocks. @returns of the names to be shown the parts after the block that two blocks have; sorted.
 * Cost O(features), memory O(names).
 */
export function ambiguousNames(
  names: readonly string[],
  blocks: readonly BlockNames[],
  shared: readonly string[] = [],
): string[] {
  const blockNames = blocks.map(({ name }) => name);
  const owners = new Map<string, Set<string>>();
  for (const full of names) {
    const found = parted(full, blockNames);
    if (found) owners.set(found.feature, (owners.get(found.feature) ?? new Set()).add(found.block));
  }
  for (const { name, features } of blocks) for (const feature of features) owners.get(feature)?.add(name);
  const known = new Set(shared);
  return [...owners]
    .filter(([feature, own]) => own.size > 1 || known.has(feature))
    .map(([feature]) => feature)
    .sort();
}

/** `block:feature` → `feature`, but for those that are ambiguous; other names as they are. @param ambiguous absent: not known, and nothing is shortened. */
export function shortName(blocks: readonly string[], ambiguous?: readonly string[]): (name: string) => string {
  if (blocks.length < 2 || !ambiguous) return (name) => name;
  const kept = new Set(ambiguous);
  return (name) => {
    const found = parted(name, blocks);
    return found && !kept.has(found.feature) ? found.feature : name;
  };
}

function parted(name: string, blocks: readonly string[]): { readonly block: string; readonly feature: string } | null {
  const block = blocks.find((one) => name.startsWith(`${one}:`));
  return block === undefined ? null : { block, feature: name.slice(block.length + 1) };
}

/** All that the report names, under names that are as short as they can be. */
export function withShortNames<I extends ReportInput | TargetsInput>(input: I): I {
  return renamed(input, shortName(Object.keys(input.record.data.blocks), input.ambiguous));
}

/** The names of features that a report shows, as `run.json` has them. */
export function namesShown(input: ReportInput | TargetsInput): string[] {
  const names = new Set<string>();
  renamed(input, (name) => {
    names.add(name);
    return name;
  });
  return [...names];
}

/** Every place in which the report of one target or of several names a feature as its learner does. */
function renamed<I extends ReportInput | TargetsInput>(input: I, nameOf: (name: string) => string): I {
  const { explanation, signature, targets } = input.record;
  const one = <F extends { readonly feature: string }>(of: F): F => ({ ...of, feature: nameOf(of.feature) });
  const withStandIns = <F extends SignatureRecord['features'][number]>(of: F): F => ({
    ...one(of),
    equivalents: of.equivalents.map(one),
  });
  const record = {
    ...input.record,
    ...(explanation ? { explanation: { ...explanation, features: explanation.features.map(withStandIns) } } : {}),
    ...(signature ? { signature: { ...signature, features: signature.features.map(withStandIns) } } : {}),
    ...(targets ? { targets: targets.map((of) => (of.drivers ? { ...of, drivers: of.drivers.map(one) } : of)) } : {}),
  };
  if (!('target' in input)) return { ...input, record };
  const { topFeatures, attributions, driversMap } = input;
  const all = <F extends { readonly features: readonly string[] }>(of: F): F => ({
    ...of,
    features: of.features.map(nameOf),
  });
  return {
    ...{ ...input, record, topFeatures: topFeatures.map(one) },
    ...(attributions ? { attributions: attributions.map(all) } : {}),
    ...(driversMap ? { driversMap: all(driversMap) } : {}),
  };
}
