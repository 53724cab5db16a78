import type { FoldAttribution } from './fold-attribution.ts';

/** Its name in the background of a feature as the folds have it; undefined: it is not of it. */
export type NameOf = (feature: string) => string | undefined;

/** Of each feature of the background, where the fold has it; −1: its model had no use for it. */
function placesInFold({ effects }: FoldAttribution, background: readonly string[], nameOf: NameOf) {
  const places = new Map(effects.features.map((name, at) => [nameOf(name), at]));
  return background.map((name) => places.get(name) ?? -1);
}

/** Mean |attribution| times direction, of each feature of the background, 0 where the fold has no use for it; undefined: the fold has no such output. */
export function signedEffects(
  fold: FoldAttribution,
  output: string,
  background: readonly string[],
  nameOf: NameOf,
): Float64Array | undefined {
  const k = fold.outputs.indexOf(output);
  if (k < 0) return undefined;
  const { features, magnitude, direction } = fold.effects;
  return Float64Array.from(placesInFold(fold, background, nameOf), (at) => {
    const place = k * features.length + at;
    return at < 0 ? 0 : magnitude[place]! * direction[place]!;
  });
}

/** Mean |attribution| over the outputs, of each feature of the background. */
export function meanMagnitudes(fold: FoldAttribution, background: readonly string[], nameOf: NameOf): Float64Array {
  const { features, magnitude } = fold.effects;
  return Float64Array.from(placesInFold(fold, background, nameOf), (at) => {
    if (at < 0) return 0;
    return fold.outputs.reduce((sum, _, k) => sum + magnitude[k * features.length + at]!, 0) / fold.outputs.length;
  });
}
