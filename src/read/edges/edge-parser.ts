import { DataError, FormatError, NotFoundError } from '../../base/errors.ts';
import { nearest } from '../../base/nearest.ts';
import { isMissingText } from '../delimited/missing-words.ts';
import { numberOf } from '../delimited/parse-number.ts';
import type { Edge } from '../reader.ts';
import { Names } from '../text/names.ts';

/** Takes the lines of an edge list. */
export class EdgeParser {
  readonly #file: string;
  readonly #asked: readonly string[];
  readonly #strip: string;
  readonly #names = new Names();
  /** Names of edges without weights, by which a header is told. */
  readonly #seen = new Set<string>();
  #delimiter: string | RegExp | undefined;
  #first: { readonly fields: readonly string[]; readonly line: number } | undefined;
  #header = false;
  /** Places of the two names and of the score. */
  #places: readonly number[] = [];
  readonly #edges: Edge[] = [];

  constructor(file: string, asked: readonly string[], strip: string) {
    this.#file = file;
    this.#asked = asked;
    this.#strip = strip;
    if (asked.length === 0 || asked.length === 2 || asked.length === 3) return;
    throw new DataError({
      where: `${file}: edges.columns`,
      problem: `the columns of two names and perhaps of a score expected, got ${asked.length}: ${asked.join(', ')}`,
    });
  }

  line(line: string, number: number): void {
    if (line.trim() === '') return;
    if (!this.#first) {
      // The header of STRING's exports begins with #.
      const text = line.replace(/^#\s*/, '');
      this.#delimiter = ['\t', ',', ';'].find((one) => text.includes(one)) ?? /[ \t]+/;
      this.#begin(this.#fields(text, number), number, text !== line);
      return;
    }
    if (line.startsWith('#')) return;
    const fields = this.#fields(line, number);
    const width = this.#first.fields.length;
    if (fields.length !== width) {
      throw new FormatError({
        where: `${this.#file}:${number}`,
        problem: `${width} fields expected (as in the first line), got ${fields.length}`,
        hint: 'the line is cut, or has a delimiter too many or too few',
      });
    }
    this.#edges.push(this.#edge(fields, number));
  }

  finish(): { readonly edges: readonly Edge[]; readonly header: readonly string[] | null } {
    if (!this.#first) throw new FormatError({ where: this.#file, problem: 'edges expected, got an empty file' });
    const { fields, line } = this.#first;
    const isEdge =
      !this.#header &&
      this.#places.length === 2 &&
      this.#places.some((place) => this.#seen.has(this.#bare(fields[place]!)));
    if (isEdge) this.#edges.unshift(this.#edge(fields, line));
    else if (this.#places.length === 2) this.#header = true;
    if (this.#edges.length === 0) {
      throw new DataError({
        where: this.#file,
        problem: `edges expected, got only a header of ${fields.length} columns`,
      });
    }
    return { edges: this.#edges, header: this.#header ? fields : null };
  }

  /** Edges that come again, and from a name to itself. Cost O(n log n), 8 bytes an edge. */
  problems(): string[] {
    const places = new Map<string, number>();
    const placeOf = (name: string) => {
      const known = places.get(name);
      if (known === undefined) places.set(name, places.size);
      return known ?? places.size - 1;
    };
    let own = 0;
    const pairs = Float64Array.from(this.#edges, ({ from, to }) => {
      if (from === to) own++;
      const [a, b] = [placeOf(from), placeOf(to)];
      return Math.min(a, b) * 2 ** 26 + Math.max(a, b);
    }).sort();
    let again = 0;
    for (let k = 1; k < pairs.length; k++) if (pairs[k] === pairs[k - 1]) again++;
    return [
      ...(again > 0 ? [`edges that come again, in either direction: ${again}`] : []),
      ...(own > 0 ? [`edges from a name to itself: ${own}`] : []),
    ];
  }

  #begin(fields: readonly string[], line: number, marked: boolean): void {
    this.#first = { fields, line };
    if (this.#asked.length > 0) {
      this.#header = true;
      this.#places = this.#asked.map((name) => this.#placeOf(name, fields));
      return;
    }
    if (fields.length !== 2 && fields.length !== 3) {
      throw new DataError({
        where: this.#file,
        problem: `two columns of names and at most one of weights expected, got ${fields.length} columns`,
        hint: `say which they are: columns: [${fields.slice(0, 2).join(', ')}, ${fields.at(-1)}]`,
      });
    }
    this.#places = [...fields.keys()];
    if (marked) this.#header = true;
    else if (fields.length === 3) {
      const score = unquoted(fields[2]!);
      if (numberOf(score) >= 0) this.#edges.push(this.#edge(fields, line));
      else this.#header = true;
    }
  }

  #placeOf(name: string, header: readonly string[]): number {
    const place = header.indexOf(name);
    if (place >= 0) return place;
    const near = nearest(name, header);
    throw new NotFoundError({
      where: this.#file,
      problem: `no column '${name}'`,
      hint: near ? `did you mean '${near}'?` : `the columns are: ${header.slice(0, 12).join(', ')}`,
    });
  }

  #fields(line: string, number: number): string[] {
    // One blank between fields, as STRING writes, needs no pattern.
    const simple = typeof this.#delimiter !== 'string' && !/ {2}|\t/.test(line);
    const fields = line.trim().split(simple ? ' ' : this.#delimiter!);
    if (!line.includes('"')) return simple ? fields : fields.map((field) => field.trim());
    return fields.map((field, j) => {
      const bare = unquoted(field.trim());
      if (!bare.startsWith('"')) return bare;
      throw new FormatError({
        where: `${this.#file}:${number}:${j + 1}`,
        problem: `a quoted name must not hold the delimiter, got ${field.slice(0, 60)}`,
        hint: 'rename it, or separate by tabs',
      });
    });
  }

  #bare(name: string): string {
    return this.#strip !== '' && name.startsWith(this.#strip) ? name.slice(this.#strip.length) : name;
  }

  #edge(fields: readonly string[], line: number): Edge {
    const [from, to, score] = this.#places.map((place) => fields[place]!);
    const weight = score === undefined ? undefined : numberOf(score);
    if (isMissingText(from!) || isMissingText(to!) || (weight !== undefined && !(weight >= 0))) {
      const shown = [from!, to!, ...(score === undefined ? [] : [score])].map((field) =>
        isMissingText(field) ? 'nothing' : field,
      );
      throw new DataError({
        where: `${this.#file}:${line}`,
        problem: `two names and a weight of at least 0 expected, got ${shown.join(', ').slice(0, 120)}`,
      });
    }
    const [a, b] = [this.#names.of(this.#bare(from!)), this.#names.of(this.#bare(to!))];
    if (weight !== undefined) return { from: a, to: b, weight };
    this.#seen.add(a).add(b);
    return { from: a, to: b };
  }
}

function unquoted(field: string): string {
  return field.length > 1 && field.startsWith('"') && field.endsWith('"') ? field.slice(1, -1) : field;
}
