import { nearest } from '../../base/nearest.ts';
import type { AnnotationColumn } from '../../table/annotations.ts';
import { COMPARISONS, comparison, every, membership, negation, type Rule, some } from './where-rules.ts';
import { refuse, type Token, tokensOf } from './where-tokens.ts';

/** Which rows of a sample sheet a study is about. */
export interface RowFilter {
  /** As it was written. */
  readonly text: string;
  /** The columns it looks at. */
  readonly columns: readonly string[];
  /**
   * Indices of the rows for which it holds, ascending. Cost O(rows · comparisons).
   * @param columns at least those that it looks at. @param names all there are, for suggestions; default: those of `columns`.
   * @throws {ConfigError} a column that is not there (the nearest is named), or text compared with numbers.
   */
  rows(columns: readonly AnnotationColumn[], nRows: number, names?: readonly string[]): number[];
}

/**
 * Reads a row filter such as `sample_type == 'Primary Tumor' and not (age < 18 or stage in ['IV', 'X'])`.
 *
 * Comparisons `== != < <= > >=` between a column and a number, a text or another column; `in` and `not in` with a list in square or
 * round brackets; `and`, `or`, `not` (binding as in Python) and parentheses. Text stands in single or double quotes, a quote inside it
 * is doubled; odd column names stand in backticks. Text is ordered by code units, which orders ISO dates.
 * Every comparison with a missing value is false, `!=` and `not in` too; a `not` before it makes it true.
 * @param where what errors call it. @throws {ConfigError} naming the character at which it cannot be understood.
 */
export function parseRowFilter(text: string, where: string): RowFilter {
  const parser = new Parser(tokensOf(text, where));
  const rule = parser.parse();
  return {
    text,
    columns: [...parser.columns],
    rows(columns, nRows, names = columns.map(({ name }) => name)) {
      const byName = new Map(columns.map((column) => [column.name, column]));
      const test = rule((name) => {
        const column = byName.get(name.value);
        if (column) return column;
        const near = nearest(name.value, names);
        const hint = near ? `did you mean '${near}'?` : 'columns are called as in the header, text stands in quotes';
        throw refuse(name, `no column '${name.value}'`, hint);
      });
      return Array.from({ length: nRows }, (_, i) => i).filter(test);
    },
  };
}

/** Recursive descent: one method for each strength of binding, weakest first. */
class Parser {
  readonly columns = new Set<string>();
  readonly #tokens: readonly Token[];
  #next = 0;

  constructor(tokens: readonly Token[]) {
    this.#tokens = tokens;
  }

  parse(): Rule {
    const rule = this.#or();
    const token = this.#peek();
    if (token.kind === 'end') return rule;
    if (isComparison(token)) throw refuse(token, 'two comparisons in a row', "join them with 'and'");
    const word = ['and', 'or', 'not', 'in'].find((known) => known === token.value.toLowerCase());
    throw refuse(token, `'and', 'or' or the end expected, got ${token.written}`, word && `write it small: ${word}`);
  }

  #or(): Rule {
    const rules = [this.#and()];
    while (this.#take('or')) rules.push(this.#and());
    return rules.length === 1 ? rules[0]! : some(rules);
  }

  #and(): Rule {
    const rules = [this.#not()];
    while (this.#take('and')) rules.push(this.#not());
    return rules.length === 1 ? rules[0]! : every(rules);
  }

  #not(): Rule {
    return this.#take('not') ? negation(this.#not()) : this.#comparison();
  }

  #comparison(): Rule {
    if (this.#take('(')) {
      const rule = this.#or();
      this.#expect(')');
      return rule;
    }
    const left = this.#operand('a column');
    const negated = this.#take('not');
    if (negated) this.#expect('in');
    if (negated || this.#take('in')) return this.#membership(left, negated);
    const sign = this.#peek();
    if (!isComparison(sign)) {
      const hint = `such as: ${left.written} == …; a column with an odd name stands in backticks`;
      throw refuse(sign, `a comparison expected, got ${sign.written}`, hint);
    }
    this.#next++;
    const right = this.#operand('a column, a number or a text');
    if (left.kind !== 'name' && right.kind !== 'name') {
      throw refuse(left, 'compares two fixed values', 'name a column without quotes, or in backticks');
    }
    return comparison(left, sign.value, right);
  }

  #membership(left: Token, negated: boolean): Rule {
    if (left.kind !== 'name') throw refuse(left, 'a column expected before in', 'text in quotes is no column');
    const open = this.#peek();
    if (!this.#take('[') && !this.#take('(')) {
      throw refuse(open, `a list expected, got ${open.written}`, "such as ['a', 'b']");
    }
    const items: Token[] = [];
    do {
      const item = this.#operand('a number or a text');
      if (item.kind === 'name') {
        throw refuse(item, `a number or a text expected, got ${item.written}`, 'text stands in quotes');
      }
      items.push(item);
    } while (this.#take(','));
    this.#expect(open.value === '[' ? ']' : ')');
    return membership(left, items, negated);
  }

  #operand(expected: string): Token {
    const token = this.#peek();
    if (token.kind !== 'name' && token.kind !== 'number' && token.kind !== 'text') {
      throw refuse(token, `${expected} expected, got ${token.written}`);
    }
    this.#next++;
    if (token.kind === 'name') this.columns.add(token.value);
    return token;
  }

  #peek(): Token {
    return this.#tokens[this.#next]!;
  }

  /** Steps over a word or sign when it is next. */
  #take(value: string): boolean {
    const token = this.#peek();
    if ((token.kind !== 'word' && token.kind !== 'sign') || token.value !== value) return false;
    this.#next++;
    return true;
  }

  #expect(value: string): void {
    if (this.#take(value)) return;
    throw refuse(this.#peek(), `'${value}' expected, got ${this.#peek().written}`);
  }
}

function isComparison({ kind, value }: Token): boolean {
  return kind === 'sign' && value in COMPARISONS;
}
