import { ParamError } from '../base/errors.ts';
import type { ParamValues } from '../base/params.ts';
import { readers } from '../read/index.ts';
import type { ReadingFlags } from './words/reading-options.ts';

/** `name=value` pairs with numbers, true or false and [lists, of, texts] as what they are; "…" is text. @throws {ParamError} no `=`. */
export function readingParams({ read = [] }: ReadingFlags): ParamValues {
  return Object.fromEntries(
    read.map((pair) => {
      const at = pair.indexOf('=');
      if (at < 1) throw new ParamError({ where: '--read', problem: `takes name=value, got '${pair}'` });
      return [pair.slice(0, at), readValue(pair.slice(at + 1))];
    }),
  );
}

function readValue(text: string): number | boolean | string | string[] {
  if (/^".*"$/.test(text)) return text.slice(1, -1);
  if (/^\[.*\]$/.test(text))
    return text
      .slice(1, -1)
      .split(',')
      .map((one) => one.trim());
  if (text === 'true' || text === 'false') return text === 'true';
  return text.trim() !== '' && !Number.isNaN(Number(text)) ? Number(text) : text;
}

/** The writer whose extension a name ends in. */
export function writerFor(name: string) {
  const endsIn = (extension: string) => name.toLowerCase().endsWith(extension);
  return readers.find(({ writes, extensions }) => writes && extensions.some(endsIn));
}
