import { ConfigError } from '../../base/errors.ts';

/** One word or sign of a row filter. */
export interface Token {
  /** name: a column; word: `and`, `or`, `not`, `in`; sign: a comparison, bracket or comma; end: behind the last one. */
  readonly kind: 'name' | 'number' | 'text' | 'word' | 'sign' | 'end';
  /** As it means: names and texts without their quotes. */
  readonly value: string;
  /** As it was written, for errors. */
  readonly written: string;
  /** Where its first character stands, for errors: `samples.where, character 8`. */
  readonly place: string;
}

/** What others write for what is written here in another way. */
const ELSEWHERE: Readonly<Record<string, string>> = {
  '=': '==',
  '===': '==',
  '<>': '!=',
  '!==': '!=',
  '&': 'and',
  '&&': 'and',
  '|': 'or',
  '||': 'or',
  '!': 'not',
};

const QUOTED = /'(?:[^']|'')*'|"(?:[^"]|"")*"|`(?:[^`]|``)*`/;
const NUMBER = /[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?(?![\p{L}\p{N}_])/u;
const NAME = /[\p{L}_][\p{L}\p{N}_.]*/u;
const SIGN = /[=!<>&|]+|[()[\],]/;
const TOKEN = new RegExp(`\\s*(?:(${QUOTED.source})|(${NUMBER.source})|(${NAME.source})|(${SIGN.source}))`, 'uy');
const SIGNS = new Set(['==', '!=', '<', '<=', '>', '>=', '(', ')', '[', ']', ',']);
const WORDS = new Set(['and', 'or', 'not', 'in']);

/** Cuts a row filter into words and signs; the last token is the end. @throws {ConfigError} a sign that means nothing, an open quote. */
export function tokensOf(text: string, where: string): Token[] {
  const place = (at: number) => `${where}, character ${at + 1}`;
  const tokens: Token[] = [];
  let next = 0;
  for (;;) {
    TOKEN.lastIndex = next;
    const match = TOKEN.exec(text);
    if (!match) break;
    next = TOKEN.lastIndex;
    const token = tokenOf(match, place);
    if (token.kind === 'sign' && !SIGNS.has(token.value)) {
      const meant = ELSEWHERE[token.value];
      throw refuse(token, `'${token.value}' means nothing here`, meant && `write ${meant}`);
    }
    tokens.push(token);
  }
  const written = text.slice(next).trim();
  const end: Token = {
    kind: 'end',
    value: '',
    written: 'the end',
    place: place(text.trimEnd().length - written.length),
  };
  if (written === '') return [...tokens, end];
  const quote = written[0]!;
  if ('\'"`'.includes(quote)) throw refuse(end, `a quote that is not closed: ${written}`, `end it with ${quote}`);
  throw refuse(end, `cannot be understood: ${written}`, 'a column with an odd name stands in backticks');
}

function tokenOf(match: RegExpExecArray, place: (at: number) => string): Token {
  const [whole, quoted, number, name, sign] = match;
  const written = (quoted ?? number ?? name ?? sign)!;
  const rest = { written, place: place(match.index + whole.length - written.length) };
  if (quoted !== undefined) {
    const quote = quoted[0]!;
    const value = quoted.slice(1, -1).replaceAll(quote + quote, quote);
    return { kind: quote === '`' ? 'name' : 'text', value, ...rest };
  }
  if (number !== undefined) return { kind: 'number', value: written, ...rest };
  if (name !== undefined) return { kind: WORDS.has(name) ? 'word' : 'name', value: name, ...rest };
  return { kind: 'sign', value: written, ...rest };
}

/** An error at a token. */
export function refuse(token: Token, problem: string, hint?: string): ConfigError {
  return new ConfigError({ where: token.place, problem, hint });
}
