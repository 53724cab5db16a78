import { FormatError } from '../../base/errors.ts';
import { elementOf } from './elements.ts';

/** What a SMILES says, letter by letter: nothing is inferred yet. */
export interface DraftMolecule {
  readonly smiles: string;
  readonly atoms: DraftAtom[];
  readonly bonds: DraftBond[];
  stereo: boolean;
}

export interface DraftAtom {
  readonly element: number;
  charge: number;
  readonly isotope: number;
  /** As written in brackets; −1: to be inferred. */
  hydrogens: number;
  /** Written in lower case. */
  readonly aromatic: boolean;
  /** Where it stands in the SMILES, 0-based. */
  readonly at0: number;
}

export interface DraftBond {
  readonly from: number;
  readonly to: number;
  /** 0: aromatic, of an order that is still to be found. */
  order: number;
}

/** Of the organic subset, which may stand without brackets; two letters first. */
const BARE = /^(?:Cl|Br|[BCNOPSFI]|[bcnops]|\*)/;
const BRACKET =
  /^\[(?<isotope>\d+)?(?<symbol>[A-Z][a-z]?|se|as|te|si|[bcnops]|\*)(?<chirality>@(?:@|TH[12]|AL[12]|SP[123]|TB\d{1,2}|OH\d{1,2})?)?(?<hydrogens>H\d?)?(?<charge>\++|-+|[+-]\d{1,2})?(?::\d+)?\]/;
const ORDERS: Readonly<Record<string, number>> = { '-': 1, '=': 2, '#': 3, $: 4, ':': 0, '/': 1, '\\': 1 };

/**
 * The atoms and bonds of a SMILES: organic subset, brackets (isotope, hydrogens, charge, class), aromatic letters, bonds, branches, ring closures (also %nn),
 * dots. Marks of stereochemistry (@ / \) are read and noted, nothing more.
 * @throws {FormatError} naming the character. Cost O(length). Source: OpenSMILES specification 1.0, §2–3.
 */
export function parseSmiles(smiles: string, where: string): DraftMolecule {
  const draft: DraftMolecule = { smiles, atoms: [], bonds: [], stereo: false };
  const open = new Map<number, { atom: number; order: number | undefined; at0: number }>();
  const branches: { atom: number; at0: number }[] = [];
  let last = -1;
  let order: number | undefined;
  let at = 0;
  const fail = (problem: string, at0 = at): never => {
    throw new FormatError({ where, problem: `${problem} at character ${at0 + 1} of the SMILES '${smiles}'` });
  };
  const bind = (from: number, to: number, given: number | undefined, at0: number) => {
    if (from === to || draft.bonds.some((bond) => joins(bond, from, to)))
      fail('two atoms may have one bond, got another', at0);
    const both = draft.atoms[from]!.aromatic && draft.atoms[to]!.aromatic;
    draft.bonds.push({ from, to, order: given ?? (both ? 0 : 1) });
  };
  const add = (atom: DraftAtom) => {
    draft.atoms.push(atom);
    const here = draft.atoms.length - 1;
    if (last >= 0) bind(last, here, order, at);
    else if (order !== undefined) fail('a bond needs an atom before it, got none');
    last = here;
    order = undefined;
  };
  const close = (number: number) => {
    if (last < 0) fail('a ring closure needs an atom before it, got none');
    const other = open.get(number);
    if (!other) open.set(number, { atom: last, order, at0: at });
    else {
      open.delete(number);
      if (other.order !== undefined && order !== undefined && other.order !== order)
        fail(`both ends of ring closure ${number} must name the same bond, got two`);
      bind(other.atom, last, other.order ?? order, at);
    }
    order = undefined;
  };
  if (smiles === '') fail('an atom expected, got nothing');
  while (at < smiles.length) {
    const rest = smiles.slice(at);
    const letter = smiles[at]!;
    const bare = BARE.exec(rest)?.[0];
    let taken = 1;
    if (bare) {
      add({ ...plainAtom(bare), charge: 0, isotope: 0, hydrogens: bare === '*' ? 0 : -1, at0: at });
      taken = bare.length;
    } else if (letter === '[') {
      const { 0: text, groups } = BRACKET.exec(rest) ?? fail('[isotope, symbol, hydrogens, charge] expected');
      const known = plainAtom(groups!.symbol!);
      if (known.element < 0) fail(`an element expected, got '${groups!.symbol}'`);
      if (groups!.chirality) draft.stereo = true;
      const charge = chargeOf(groups!.charge ?? '');
      const hydrogens = groups!.hydrogens ? Number(groups!.hydrogens.slice(1) || 1) : 0;
      add({ ...known, charge, isotope: Number(groups!.isotope ?? 0), hydrogens, at0: at });
      taken = text.length;
    } else if (letter in ORDERS) {
      if (order !== undefined) fail(`an atom expected after a bond, got '${letter}'`);
      order = ORDERS[letter]!;
      if (letter === '/' || letter === '\\') {
        draft.stereo = true;
        order = undefined; // single, unless between aromatic atoms
        if (last < 0) fail('a bond needs an atom before it, got none');
      }
    } else if (/\d/.test(letter)) close(Number(letter));
    else if (letter === '%') {
      const number = /^%(?:(\d\d)|\((\d{1,5})\))/.exec(rest) ?? fail('two digits expected after %');
      close(Number(number[1] ?? number[2]));
      taken = number[0].length;
    } else if (letter === '(') {
      if (last < 0) fail('a branch needs an atom before it, got none');
      if (order !== undefined || smiles[at + 1] === ')') fail('an atom expected, got a parenthesis');
      branches.push({ atom: last, at0: at });
    } else if (letter === ')') {
      if (order !== undefined) fail("an atom expected after a bond, got ')'");
      last = (branches.pop() ?? fail("a '(' expected before, got ')'")).atom;
    } else if (letter === '.') {
      if (order !== undefined || last < 0) fail("an atom expected, got '.'");
      last = -1;
    } else fail(`an atom, a bond or a ring closure expected, got '${letter}'`);
    at += taken;
  }
  if (order !== undefined || last < 0) fail('an atom expected, got the end', smiles.length - 1);
  for (const { at0 } of branches) fail("a ')' expected, got none for the '('", at0);
  for (const [number, { at0 }] of open) fail(`ring closure ${number} must close, got no second one`, at0);
  return draft;
}

export const joins = (bond: { readonly from: number; readonly to: number }, a: number, b: number) =>
  (bond.from === a && bond.to === b) || (bond.from === b && bond.to === a);

/** Of a symbol in upper or, when aromatic, lower case; element −1: there is none. */
function plainAtom(symbol: string) {
  const aromatic = symbol[0]! >= 'a';
  const name = aromatic ? symbol[0]!.toUpperCase() + symbol.slice(1) : symbol;
  return { element: elementOf(name) ?? -1, aromatic };
}

function chargeOf(text: string): number {
  if (text === '') return 0;
  const sign = text[0] === '+' ? 1 : -1;
  return sign * (/\d/.test(text) ? Number(text.slice(1)) : text.length);
}
