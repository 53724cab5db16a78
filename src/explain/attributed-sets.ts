import type { RandomKey } from '../base/random.ts';
import { benjaminiHochberg } from '../numeric/benjamini-hochberg.ts';
import type { NamedSet } from '../read/reader.ts';
import { meanMagnitudes, signedEffects } from './effects-on-background.ts';
import type { FoldAttribution } from './fold-attribution.ts';
import { type EnrichedSet, type Enrichment, gsea } from './gsea.ts';
import { type HeldOut, heldOutAgreement } from './held-out-agreement.ts';
import { type OverRepresentation, type OverRepresentedSet, overRepresentation } from './over-representation.ts';
import { type SetShare, type SetShares, setShares } from './set-shares.ts';

/** The sets of a file, the features of a block in which they are looked for, and the folds in which that was done. */
export interface SetGround {
  readonly folds: readonly FoldAttribution[];
  readonly block: string;
  readonly sets: readonly NamedSet[];
  /** Every feature that could have been attributed something, as the sets name it. */
  readonly background: readonly string[];
  /** Its name there of a feature as the folds have it; undefined: of another block. */
  readonly nameOf: (feature: string) => string | undefined;
  readonly random: RandomKey;
}

/** What was found of a set beside the truth of held-out samples. `q`: Benjamini–Hochberg over all sets, and outputs, of the larger p of the two. */
export interface Checked {
  readonly 'held-out': HeldOut;
  readonly q: number;
}

export interface AttributedSet extends EnrichedSet, Checked {
  /** Normalised score in each fold; null where the fold has no such output, or no random set its sign. */
  readonly 'by-fold': readonly (number | null)[];
  /** Share of the folds in which it points the same way with p below 0.05. */
  readonly frequency: number;
}

export interface AttributedEnrichment extends Omit<Enrichment, 'sets'> {
  readonly output: string;
  readonly sets: readonly AttributedSet[];
}

/** A model that chooses puts most on few features: weighted by them, the score of a set is that of its one driver, and so is that of a random set that happens on one. */
const BY_RANK = 0;
/** Sets of every output are asked about together: p must be able to fall far below 1 in as many. */
const PERMUTATIONS = 4000;
const PERMUTATIONS_OF_FOLD = 200;
const STEADY = 0.05;

/**
 * Pre-ranked GSEA of what drives an output: features ranked by mean |attribution| times the correlation of the feature with it, mean over the folds, so that a feature which
 * raises the output when it is high stands at the top; by rank alone (`weight: 0`), since attributions have a heavy tail. The random sets of `gsea` ask whether a set is more than other features of the model; they take genes for independent and know nothing of
 * whether the model is right. Therefore the set's part of the answer, out of fold, must also go with the truth (`HeldOut`): q is of the larger p. A model of labels that mean nothing leans on sets too, but on held-out samples in vain.
 * @param outputs that are asked after. Cost of a `gsea` of 4,000 permutations for each output, and one of 200 permutations for each fold and output.
 */
export function attributedEnrichment(ground: SetGround, outputs: readonly string[]): AttributedEnrichment[] {
  const { folds, sets, random } = ground;
  const shuffled = inDrawnOrder(ground);
  const held = heldOutAgreement(folds, ground.block, sets);
  const placeOf = placesOf(sets);
  const found = outputs.map((output) => {
    const each = folds.map((fold) => signedEffects(fold, output, shuffled, ground.nameOf));
    const known = each.filter((own) => own !== undefined);
    const scores = shuffled.map((_, j) => known.reduce((sum, own) => sum + own[j]!, 0) / known.length);
    const whole = gsea(sets, shuffled, scores, {
      random: random.at(output),
      permutations: PERMUTATIONS,
      weight: BY_RANK,
    });
    const ofFolds = each.map((own, f) => {
      if (!own?.some((score) => score !== 0)) return new Map<string, EnrichedSet>();
      const options = { random: random.at(output, f), permutations: PERMUTATIONS_OF_FOLD, weight: BY_RANK };
      return new Map(gsea(sets, shuffled, own, options).sets.map((one) => [one.set, one]));
    });
    const checked = whole.sets.map((one) => {
      const own = ofFolds.map((fold) => fold.get(one.set));
      const steady = own.filter((fold) => fold && fold.p < STEADY && fold.nes > 0 === one.nes > 0);
      return {
        ...one,
        'by-fold': own.map((fold) => (fold && !Number.isNaN(fold.nes) ? fold.nes : null)),
        frequency: steady.length / folds.length,
        'held-out': held(output, placeOf.get(one.set)!),
      };
    });
    return { ...whole, output, sets: checked };
  });
  const q = benjaminiHochberg(found.flatMap((one) => one.sets.map((set) => Math.max(set.p, set['held-out'].p))));
  let at = 0;
  return found.map((one) => ({ ...one, sets: one.sets.map((set) => ({ ...set, q: q[at++]! })) }));
}

export interface SummedSet extends SetShare, Checked {
  /** Mean over held-out samples, outputs and folds of |sum over the members|, in the unit of the scale: what the set moves as a whole, members that cancel out taken off. */
  readonly moved: number;
  /** The share in each fold. */
  readonly 'by-fold': readonly number[];
}

export interface SummedSets extends Omit<SetShares, 'sets'> {
  readonly sets: readonly SummedSet[];
}

/** Mean |attribution| summed over the members of each set, as its share of all features, against random sets of its size and against the truth (as `attributedEnrichment`, at the output where it goes with it best). */
export function summedSets(ground: SetGround, outputs: readonly string[]): SummedSets {
  const { folds, block, sets, background, random } = ground;
  const each = folds.map((fold) => meanMagnitudes(fold, background, ground.nameOf));
  const means = background.map((_, j) => each.reduce((sum, own) => sum + own[j]!, 0) / folds.length);
  const { sets: shares, ...rest } = setShares(sets, background, means, { random: random.at('shares') });
  const [held, placeOf] = [bestHeldOut(ground, outputs), placesOf(sets)];
  const totals = each.map((own) => own.reduce((sum, v) => sum + v, 0));
  const indexOf = new Map(background.map((name, j) => [name, j]));
  const found = shares.map((one) => {
    const s = placeOf.get(one.set)!;
    const members = sets[s]!.members.flatMap((member) => indexOf.get(member) ?? []);
    const moved = folds.flatMap((fold) => {
      const own = fold.sets?.find((part) => part.block === block);
      return own ? fold.outputs.map((_, k) => own.moved[k * sets.length + s]!) : [];
    });
    return {
      ...one,
      moved: moved.reduce((sum, v) => sum + v, 0) / Math.max(1, moved.length),
      'by-fold': each.map((own, f) => members.reduce((sum, j) => sum + own[j]!, 0) / (totals[f]! || 1)),
      'held-out': held(s),
    };
  });
  return { ...rest, sets: withRates(found) };
}

export interface DriverSets extends Omit<OverRepresentation, 'sets'> {
  readonly sets: readonly (OverRepresentedSet & Partial<Checked>)[];
}

/** Over-representation of the features that lead the explanation, held against the truth as `summedSets`. @param chosen of the background. */
export function driverSets(ground: SetGround, chosen: readonly string[], outputs: readonly string[]): DriverSets {
  const { sets: all, background } = ground;
  const [held, placeOf] = [bestHeldOut(ground, outputs), placesOf(all)];
  const { sets, ...rest } = overRepresentation(all, chosen, background);
  return { ...rest, sets: withRates(sets.map((one) => ({ ...one, 'held-out': held(placeOf.get(one.set)!) }))) };
}

function withRates<T extends { readonly p: number; readonly 'held-out': HeldOut }>(found: readonly T[]) {
  const q = benjaminiHochberg(found.map((one) => Math.max(one.p, one['held-out'].p)));
  return found.map((one, s) => ({ ...one, q: q[s]! }));
}

/** Of a set, the output with which it agrees best; its p pays for having been picked (Bonferroni). */
function bestHeldOut({ folds, block, sets }: SetGround, outputs: readonly string[]): (s: number) => HeldOut {
  const held = heldOutAgreement(folds, block, sets);
  return (s) => {
    const [best] = outputs.map((output) => held(output, s)).sort((a, b) => b.z - a.z);
    return { z: best!.z, p: Math.min(1, best!.p * outputs.length) };
  };
}

/** Features whose scores are equal have no order of their own: it is drawn, since that of a file can have sets in it (names of one family stand together). */
function inDrawnOrder({ background, random }: SetGround): string[] {
  const names = [...background];
  random.at('order').stream().shuffle(names);
  return names;
}

const placesOf = (sets: readonly NamedSet[]) => new Map(sets.map(({ name }, s) => [name, s]));
