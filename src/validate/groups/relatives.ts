import type { Context } from '../../base/context.ts';
import { type GenotypeCounts, type GenotypePlanes, withGenotypePlanes } from '../../kernels/kinship.ts';
import { normalQuantile } from '../../numeric/special/normal.ts';
import { columnOf, type Matrix } from '../../table/matrix.ts';

export interface RelatedPair {
  readonly i: number;
  readonly l: number;
  /** 0.5 for one person twice or identical twins, 0.25 first degree, 0.125 second, 0.0625 third. */
  readonly kinship: number;
  readonly degree: 0 | 1 | 2 | 3;
}

export interface Relatives {
  /** By l, then i. */
  readonly pairs: readonly RelatedPair[];
  /** The kinship above which a pair of typical heterozygosity is called. */
  readonly threshold: number;
  /** Standard error of the kinship of two such strangers, linkage between SNPs included. */
  readonly standardError: number;
  /** The farthest degree whose relatives lie above that threshold; −1: not even one person twice can be told. */
  readonly reach: -1 | 0 | 1 | 2 | 3;
  /** Standard error over what independent SNPs would have: 1 without linkage. */
  readonly inflation: number;
}

/** Kinship at which a degree ends: halfway, on a scale of powers of two, to the next one (Manichaikul et al. 2010, table 1). */
const ENDS = [0.35355339059327373, 0.17677669529663687, 0.08838834764831843, 0.04419417382415922] as const;
/** Strangers taken for relatives in the whole cohort, on average. */
const FALSE_PAIRS = 0.01;
const SAMPLED_PAIRS = 20_000;
/** Quantiles of the half-normal distribution: low enough to be those of strangers where a tenth of the pairs are relatives. */
const HALF_NORMAL = [
  [0.25, 0.3186393639643752],
  [0.5, 0.6744897501960817],
  [0.75, 1.1503493803760083],
] as const;
const ENOUGH_PAIRS = 40;
/** Of the ninth decile of H. */
const FEW = 0.5;

/**
 * Relatives among people, from their genotypes alone: KING-robust kinship of every pair, and which of them are more than chance among strangers.
 *
 * `φ = ½ − Σ(xᵢ − xₗ)² / 4H`, where x counts alleles at the SNPs that both people have and H is the smaller of their numbers of heterozygous
 * SNPs. No allele frequency enters, so two strangers of one population have φ ≈ 0 and two of different populations φ < 0: structure makes no relatives.
 *
 * A pair is called when `φ ≥ max(2^−9/2, z·s·c/√H)`: the end of the third degree, or what no stranger is expected to reach if that is more.
 * `c/√H` with `c = √(2 + 10·Σh²/Σh)/4`, h = 2f(1 − f), is the standard error of φ for two strangers and independent SNPs (delta method of the ratio);
 * z the normal quantile that leaves 0.01 false pairs in the whole cohort; and s ≥ 1 what linkage adds, from the spread of the positive values of 20,000 pairs.
 * With 5,000 SNPs this reaches the second degree among 2,000 people, with 20,000 the third; with a hundred not even the same person twice.
 *
 * @param genotypes [n, p] copies of the alternative allele, 0, 1, 2; NaN is missing. Autosomes: a sex chromosome makes all men alike. Not modified.
 * @throws {CancelledError} Cost n²p/2 pairs of genotypes, 64 at a time: 2,504 people × 10,000 SNPs in two to three seconds on two threads. Memory 0.375·n·p bytes.
 * Source: Manichaikul et al. 2010, Bioinformatics 26(22), eq. 11. Checked against pedigrees of known kinship and a plain loop.
 */
export function relatives(ctx: Context, genotypes: Matrix): Promise<Relatives> {
  const { nRows: n } = genotypes;
  return withGenotypePlanes(ctx, genotypes, async (planes) => {
    const nPairs = (n * (n - 1)) / 2;
    const spread = spreadOf(genotypes);
    const { inflation, heterozygous } = await lookAtSome(ctx, planes, n, spread);
    const slack = nPairs > 0 ? -normalQuantile(Math.min(0.5, FALSE_PAIRS / nPairs)) * inflation * spread : 0;
    const typical = Math.sqrt(heterozygous);
    const threshold = typical > 0 ? Math.max(ENDS[3], slack / typical) : Number.POSITIVE_INFINITY;
    const pairs = n < 2 ? [] : (await planes.above(ENDS[3], slack)).map(related);
    return {
      pairs,
      threshold,
      standardError: typical > 0 ? (inflation * spread) / typical : Number.POSITIVE_INFINITY,
      reach: (threshold > 0.5
        ? -1
        : Math.max(0, ENDS.filter((end) => threshold <= end).length - 1)) as Relatives['reach'],
      inflation,
    };
  });
}

/** KING-robust kinship from counts (Manichaikul et al. 2010, eq. 11). NaN where one of them has no heterozygous SNP. */
export function kinshipFromCounts({ bothHet, hetHom, homHet, opposite }: Omit<GenotypeCounts, 'i' | 'l'>): number {
  const het = bothHet + Math.min(hetHom, homHet);
  return het === 0 ? Number.NaN : 0.5 - (hetHom + homHet + 4 * opposite) / (4 * het);
}

function related(counts: GenotypeCounts): RelatedPair {
  const kinship = kinshipFromCounts(counts);
  const degree = ENDS.findIndex((end) => kinship > end);
  return { i: counts.i, l: counts.l, kinship, degree: (degree < 0 ? 3 : degree) as RelatedPair['degree'] };
}

/** c of the standard error c/√H: for one SNP of heterozygosity h, (xᵢ − xₗ)² less twice the heterozygote of one has variance 2h + 10h². */
function spreadOf(X: Matrix): number {
  let sum = 0;
  let squares = 0;
  for (let j = 0; j < X.nCols; j++) {
    let alleles = 0;
    let known = 0;
    for (const copies of columnOf(X, j)) {
      if (Number.isNaN(copies)) continue;
      alleles += copies;
      known++;
    }
    const f = known === 0 ? 0 : Math.min(1, Math.max(0, alleles / (2 * known)));
    const h = 2 * f * (1 - f);
    sum += h;
    squares += h * h;
  }
  return sum > 0 ? Math.sqrt(2 + (10 * squares) / sum) / 4 : 0;
}

/**
 * The median H, and by how much the spread of φ among strangers exceeds that of independent SNPs: the largest over three quantiles of the positive values.
 * With the mean of both numbers of heterozygous SNPs in the place of the smaller, φ of two strangers is as often above 0 as below; pairs of two populations
 * only add below. Pairs of few heterozygous SNPs are left out: in one region of the genome many people have next to none, and no spread to speak of.
 */
async function lookAtSome(ctx: Context, planes: GenotypePlanes, n: number, spread: number) {
  const pairs = (await planes.counts(somePairs(ctx, n)))
    .map(({ bothHet, hetHom, homHet, opposite }) => {
      const het = bothHet + (hetHom + homHet) / 2;
      const z = het > 0 ? ((0.5 - (hetHom + homHet + 4 * opposite) / (4 * het)) * Math.sqrt(het)) / spread : 0;
      return { het: bothHet + Math.min(hetHom, homHet), z };
    })
    .sort((a, b) => a.het - b.het);
  const least = FEW * (pairs[Math.floor(0.9 * pairs.length)]?.het ?? 0);
  const enough = pairs.filter(({ het }) => het >= least);
  const positive = Float64Array.from(enough.map(({ z }) => z).filter((z) => z > 0)).sort();
  const inflations =
    positive.length < ENOUGH_PAIRS
      ? []
      : HALF_NORMAL.map(([share, value]) => positive[Math.floor(share * positive.length)]! / value);
  return { heterozygous: enough[enough.length >> 1]?.het ?? 0, inflation: Math.max(1, ...inflations) };
}

/** All pairs when they are few, else as many drawn at random. */
function somePairs(ctx: Context, n: number): (readonly [number, number])[] {
  const out: [number, number][] = [];
  if ((n * (n - 1)) / 2 <= SAMPLED_PAIRS) {
    for (let l = 1; l < n; l++) for (let i = 0; i < l; i++) out.push([i, l]);
    return out;
  }
  const stream = ctx.random.at('kinship').stream();
  while (out.length < SAMPLED_PAIRS) {
    const i = stream.below(n);
    const l = stream.below(n);
    if (i !== l) out.push([Math.min(i, l), Math.max(i, l)]);
  }
  return out;
}
