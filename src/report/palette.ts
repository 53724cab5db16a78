/**
 * The colours of the report as data, one set for light and print, one for dark. The class colours have the hues of Okabe & Ito (2008,
 * "Color universal design"); their lightness was searched so that any two stay apart for protanopes, deuteranopes and tritanopes too.
 * Text has a contrast of at least 4.5:1 with the page, class colours 3:1 (WCAG 2.2, 1.4.3 and 1.4.11). The test beside this file
 * computes all of it.
 */
export interface Palette {
  readonly page: string;
  readonly panel: string;
  readonly line: string;
  readonly ink: string;
  readonly muted: string;
  readonly accent: string;
  /** Fill of a confusion cell at share 1: `ink` stays readable on it and on every mix of it with the page. */
  readonly cell: string;
  readonly good: string;
  readonly caution: string;
  readonly bad: string;
  readonly classes: readonly string[];
  /** Low to high value: from faint to strong against the page, each step the same change of lightness. */
  readonly ramp: readonly string[];
}

export const LIGHT: Palette = {
  page: '#ffffff',
  panel: '#f5f6f8',
  line: '#d5d9df',
  ink: '#1b1f24',
  muted: '#57606a',
  accent: '#0a5ea8',
  cell: '#7db6e8',
  good: '#0f6b46',
  caution: '#8a5300',
  bad: '#b3261e',
  classes: ['#004488', '#983a00', '#0a9d64', '#cf5fac', '#b38d09', '#2f7fdd', '#4f5764', '#522a14'],
  ramp: ['#db7614', '#d54f31', '#c22b46', '#a30c56', '#7b085f', '#4a1361', '#001657'],
};

export const DARK: Palette = {
  page: '#14171b',
  panel: '#1d2126',
  line: '#3a414a',
  ink: '#e8ebef',
  muted: '#a8b1bc',
  accent: '#79b8f2',
  cell: '#22598f',
  good: '#6cc79b',
  caution: '#e8b04a',
  bad: '#ff8f85',
  classes: ['#3a86f5', '#d9571a', '#45dd98', '#c462a2', '#ffd93b', '#79ccff', '#dfe2e6', '#a47a60'],
  ramp: ['#2e66c1', '#9566c2', '#d469b4', '#fe779d', '#fe9e92', '#ffbf98', '#ffdea2'],
};

/** `var(--ink,#1b1f24)`: follows the page's theme; alone, in a file of its own, the light colour. */
export function themed(name: Exclude<keyof Palette, 'classes' | 'ramp'>): string {
  return `var(--${name},${LIGHT[name]})`;
}

/** Colour of class `k`; after eight they come round again, and `classSymbol` or `classDash` tell the rounds apart. */
export function classColour(k: number): string {
  const i = k % LIGHT.classes.length;
  return `var(--class-${i},${LIGHT.classes[i]})`;
}

/** Steps of `rampColour`. */
export const RAMP_STEPS = LIGHT.ramp.length;

/** Colour of a value's step, 0 (low) … RAMP_STEPS − 1 (high). */
export function rampColour(step: number): string {
  return `var(--ramp-${step},${LIGHT.ramp[step]})`;
}

const SYMBOLS = ['circle', 'triangle', 'square', 'diamond', 'cross', 'star', 'wye'] as const;
/** Second channel of a class in a scatter. Seven symbols against eight colours: 56 classes before a pair repeats. */
export function classSymbol(k: number): (typeof SYMBOLS)[number] {
  return SYMBOLS[k % SYMBOLS.length]!;
}

const DASHES = ['none', '7 3', '2 3', '9 3 2 3', '12 4', '4 2', '9 3 2 3 2 3'];
/** Second channel of a class among lines. */
export function classDash(k: number): string {
  return DASHES[k % DASHES.length]!;
}

/** The custom properties of one palette, for a style sheet. */
export function paletteCss(palette: Palette): string {
  const { classes, ramp, ...named } = palette;
  const plain = Object.entries(named).map(([name, colour]) => `--${name}:${colour}`);
  const numbered = (name: string, colours: readonly string[]) => colours.map((colour, i) => `--${name}-${i}:${colour}`);
  return [...plain, ...numbered('class', classes), ...numbered('ramp', ramp)].join(';');
}
