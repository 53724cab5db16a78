import { FormatError, UnsupportedError } from '../../base/errors.ts';
import type { AnnotationColumn } from '../../table/annotations.ts';
import type { Above } from '../delimited/read-table.ts';
import { typedColumn } from '../text/typed-column.ts';

/** The lines of a GCT file above its rows. */
export class GctHead {
  version = '';
  /** As declared: rows, samples, columns about rows, rows about samples. */
  rows = 0;
  samples = 0;
  rowFacts = 1;
  sampleFacts = 0;
  /** Names of all columns: of the row names, of the facts of rows, of the samples. */
  names: readonly string[] = [];
  readonly #file: string;
  /** Of 1.3: the rows about samples, [sampleFacts]. */
  readonly #about: { readonly name: string; readonly fields: readonly string[] }[] = [];

  constructor(file: string) {
    this.#file = file;
  }

  get sampleNames(): readonly string[] {
    return this.names.slice(1 + this.rowFacts);
  }

  /** What is known of the samples; empty names and names that occur twice were refused. */
  get columns(): readonly AnnotationColumn[] {
    return this.#about.map(({ name, fields }) => typedColumn(name, fields));
  }

  take(line: string, number: number): Above {
    const where = `${this.#file}:${number}`;
    if (number === 1) this.#version(line.replace(/\t+$/, ''), where);
    else if (number === 2) this.#sizes(line.replace(/\t+$/, ''), where);
    else if (number === 3) this.#header(line.split('\t'), where);
    else this.#fact(line.split('\t'), where);
    if (number < 3 + this.sampleFacts) return 'more';
    return { header: this.names.join('\t'), layout: { delimiter: '\t', quotes: false } };
  }

  #version(line: string, where: string): void {
    if (line === '#1.2' || line === '#1.3') {
      this.version = line.slice(1);
      return;
    }
    if (/^#\d+\.\d+$/.test(line)) {
      throw new UnsupportedError({
        where,
        problem: `GCT 1.2 and 1.3 are read, got version ${line.slice(1)}`,
        hint: 'save it as GCT 1.3',
      });
    }
    throw new FormatError({ where, problem: `a GCT file must begin with #1.2 or #1.3, got ${shown(line)}` });
  }

  #sizes(line: string, where: string): void {
    const wanted = this.version === '1.2' ? 2 : 4;
    const sizes = line.split(/[\t ]+/);
    if (sizes.length !== wanted || !sizes.every((size) => /^\d{1,9}$/.test(size))) {
      const names = wanted === 2 ? 'rows and samples' : 'rows, samples, columns about rows and rows about samples';
      throw new FormatError({
        where,
        problem: `the ${wanted} numbers of ${names} expected in GCT ${this.version}, got ${shown(line)}`,
      });
    }
    [this.rows, this.samples] = [Number(sizes[0]), Number(sizes[1])];
    if (wanted === 4) [this.rowFacts, this.sampleFacts] = [Number(sizes[2]), Number(sizes[3])];
  }

  #header(names: string[], where: string): void {
    const width = 1 + this.rowFacts + this.samples;
    if (names.length > width && names.slice(width).every((name) => name === '')) names.length = width;
    if (names.length !== width) {
      const about = this.version === '1.2' ? 'the description' : `${this.rowFacts} columns about rows`;
      throw new FormatError({
        where,
        problem: `${width} column names expected (the row names, ${about}, ${this.samples} samples as line 2 says), got ${names.length}`,
        hint: 'the file is cut or was edited: correct line 2 or the header',
      });
    }
    const seen = new Set<string>();
    const twice = names.findIndex((name) => seen.size === seen.add(name).size);
    if (twice > 0) {
      throw new FormatError({
        where: `${where}:${twice + 1}`,
        problem: `column names must differ, got '${names[twice]}' as columns ${names.indexOf(names[twice]!) + 1} and ${twice + 1}`,
        hint: 'rename or remove one of them',
      });
    }
    const empty = names.indexOf('', 1);
    if (empty > 0)
      throw new FormatError({ where: `${where}:${empty + 1}`, problem: 'a column must have a name, got none' });
    this.names = names;
  }

  /** A row about samples: its name, fields under the columns about rows that mean nothing, a field of each sample. */
  #fact(fields: string[], where: string): void {
    if (fields.length !== this.names.length) {
      throw new FormatError({
        where,
        problem: `a row about samples must have ${this.names.length} fields (as in the header), got ${fields.length}`,
        hint: `line 2 declares ${this.sampleFacts} such rows`,
      });
    }
    const name = fields[0]!;
    if (name === '' || this.#about.some((other) => other.name === name)) {
      throw new FormatError({
        where: `${where}:1`,
        problem: `rows about samples must have different names, got ${name === '' ? 'an empty one' : `'${name}' twice`}`,
      });
    }
    this.#about.push({ name, fields: fields.slice(1 + this.rowFacts) });
  }
}

function shown(line: string): string {
  return line === '' ? 'an empty line' : `'${line.slice(0, 40)}'`;
}
