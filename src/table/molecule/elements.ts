/** Symbol and atomic weight of the elements 1 … 103, in order; of those without a stable isotope the longest-lived one's mass number. Source: IUPAC, to three decimals. */
const TABLE = (
  'H 1.008 He 4.003 Li 6.941 Be 9.012 B 10.812 C 12.011 N 14.007 O 15.999 F 18.998 Ne 20.18 Na 22.99 Mg 24.305 ' +
  'Al 26.982 Si 28.086 P 30.974 S 32.067 Cl 35.453 Ar 39.948 K 39.098 Ca 40.078 Sc 44.956 Ti 47.867 V 50.942 Cr ' +
  '51.996 Mn 54.938 Fe 55.845 Co 58.933 Ni 58.693 Cu 63.546 Zn 65.39 Ga 69.723 Ge 72.61 As 74.922 Se 78.96 Br ' +
  '79.904 Kr 83.8 Rb 85.468 Sr 87.62 Y 88.906 Zr 91.224 Nb 92.906 Mo 95.94 Tc 98 Ru 101.07 Rh 102.906 Pd 106.42 ' +
  'Ag 107.868 Cd 112.412 In 114.818 Sn 118.711 Sb 121.76 Te 127.6 I 126.904 Xe 131.29 Cs 132.905 Ba 137.328 La ' +
  '138.906 Ce 140.116 Pr 140.908 Nd 144.24 Pm 145 Sm 150.36 Eu 151.964 Gd 157.25 Tb 158.925 Dy 162.5 Ho 164.93 ' +
  'Er 167.26 Tm 168.934 Yb 173.04 Lu 174.967 Hf 178.49 Ta 180.948 W 183.84 Re 186.207 Os 190.23 Ir 192.217 Pt ' +
  '195.078 Au 196.967 Hg 200.59 Tl 204.383 Pb 207.2 Bi 208.98 Po 209 At 210 Rn 222 Fr 223 Ra 226 Ac 227 Th ' +
  '232.038 Pa 231.036 U 238.029 Np 237 Pu 244 Am 243 Cm 247 Bk 247 Cf 251 Es 252 Fm 257 Md 258 No 259 Lr 262'
).split(' ');

/** Symbol of each element by its atomic number; 0 is `*`, any atom. */
export const SYMBOLS: readonly string[] = ['*', ...TABLE.filter((_, k) => k % 2 === 0)];
/** Atomic weight in dalton, by atomic number. */
export const WEIGHTS: readonly number[] = [0, ...TABLE.filter((_, k) => k % 2 === 1).map(Number)];
const NUMBERS: ReadonlyMap<string, number> = new Map(SYMBOLS.map((symbol, z) => [symbol, z]));

/** Atomic number of a symbol as it is written; undefined: there is no such element. */
export const elementOf = (symbol: string) => NUMBERS.get(symbol);

/** Valences that an uncharged atom may have, smallest first, and electrons in its outer shell. Elements not named have no implicit hydrogens. */
const MAIN_GROUP: Readonly<Record<string, readonly [valences: readonly number[], outer: number]>> = {
  H: [[1], 1],
  B: [[3], 3],
  C: [[4], 4],
  N: [[3, 5], 5],
  O: [[2], 6],
  F: [[1], 7],
  Si: [[4, 6], 4],
  P: [[3, 5, 7], 5],
  S: [[2, 4, 6], 6],
  Cl: [[1, 3, 5, 7], 7],
  As: [[3, 5, 7], 5],
  Se: [[2, 4, 6], 6],
  Br: [[1], 7],
  Te: [[2, 4, 6], 6],
  I: [[1, 3, 5], 7],
};

/** By atomic number; of a charged atom those of the element with as many electrons. */
export const valencesOf = (element: number): readonly number[] => MAIN_GROUP[SYMBOLS[element] ?? '']?.[0] ?? [];
export const outerElectronsOf = (element: number): number => MAIN_GROUP[SYMBOLS[element] ?? '']?.[1] ?? 0;
