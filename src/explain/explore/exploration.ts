/** What the data look like before anything is learned: of all samples of the study, for people to read; no model is told of it. */
export interface Exploration {
  /** Of each block with numbers for features. */
  readonly quality: readonly FeatureQuality[];
  /** The block whose features are looked at one by one: that with the most. */
  readonly block: string;
  /** What was done to its values, in words; missing ones stay missing. */
  readonly scale: readonly string[];
  readonly heatMap?: HeatMap;
  /** Of a classification. */
  readonly tests?: FeatureTests;
  /** Of a classification: columns of the sheet against the classes. */
  readonly columns?: readonly ColumnTest[];
}

export interface FeatureQuality {
  readonly block: string;
  readonly samples: number;
  readonly features: number;
  /** Features that have one value, and those whose one value is 0. */
  readonly constant: number;
  readonly allZero: number;
  /** Share of all values. */
  readonly missing: number;
  readonly zero: number;
  /** Features by the share of their values that is missing, and that is zero: in `QUALITY_BINS`. */
  readonly byMissing: readonly number[];
  readonly byZero: readonly number[];
}

/** Upper ends of the shares by which features are counted: none; up to 5 %, 20 %, 50 %; less than all; all. */
export const QUALITY_BINS = ['none', 'to 5 %', 'to 20 %', 'to 50 %', 'more', 'all'] as const;

export interface HeatMap {
  /** In the order of the rows. */
  readonly features: readonly string[];
  /** Of a classification: class of the sample in each column, an index into the classes of the study. */
  readonly codes?: Int32Array;
  /** Of every cell the level, 0 … HEAT_LEVELS − 1, of the value in deviations from the mean of the feature, −2 to 2; −1 where missing. [features, samples] row-major. */
  readonly levels: Int32Array;
  /** The tree of the features: each join lies between two places (0 is the middle of the first row) that stand at two heights, and has its own; heights are 0 … 1. */
  readonly joins: readonly {
    readonly places: readonly [number, number];
    readonly from: readonly [number, number];
    readonly height: number;
  }[];
  /** Samples there are, of which the map shows an even choice. */
  readonly of: number;
}

export interface FeatureTests {
  /** Of two classes Welch's t and Hedges' g, of the first named less the second; of more the analysis of variance and η². */
  readonly test: 'welch' | 'anova';
  readonly classes: readonly string[];
  /** Samples of each class. */
  readonly sizes: readonly number[];
  /** Of each feature that could be tested: effect and −log₁₀ p, rounded for drawing. */
  readonly effects: Float32Array;
  readonly evidence: Float32Array;
  /** The largest p with a false discovery rate of at most 0.05; 0 where none has. */
  readonly threshold: number;
  /** Features tested, with a rate of at most 0.05, and those that the rank test finds too. */
  readonly tested: number;
  readonly found: number;
  readonly foundByRanks: number;
  /** Smallest p first. */
  readonly strongest: readonly FeatureTest[];
  /** The least effect (g or η²) that a test of these sizes finds with 80 %: one test at 0.05, and each of all features at 0.05 over their number. */
  readonly detectable: { readonly one: number; readonly all: number };
}

export interface FeatureTest {
  readonly feature: string;
  readonly effect: number;
  readonly p: number;
  readonly q: number;
  /** Of Kruskal–Wallis, with two classes the rank-sum test, adjusted. */
  readonly rankQ: number;
  /** The chance that a new study of these sizes finds the effect seen here at 0.05 over the number of features. */
  readonly power: number;
  /** Of each class the 5th, 25th, 50th, 75th and 95th percentile. */
  readonly percentiles: readonly (readonly number[])[];
}

export interface ColumnTest {
  readonly column: string;
  readonly test: 'χ²' | 'Kruskal–Wallis';
  /** Samples that have a value. */
  readonly n: number;
  /** Cramér's V, or the share of the variance of the ranks. */
  readonly effect: number;
  readonly p: number;
  readonly q: number;
  /** Expected counts below 5: the p value is rough. */
  readonly rough: boolean;
}
