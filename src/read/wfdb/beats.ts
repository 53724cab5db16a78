import { FormatError } from '../../base/errors.ts';
import { readWhole } from '../read-whole.ts';
import type { ReadOptions } from '../reader.ts';
import type { ByteSource } from '../source.ts';

/** A mark on a trace. */
export interface WfdbMark {
  /** Values since the beginning of the record. */
  readonly at: number;
  /** `N` a normal beat, `V` a premature one of the ventricle, `+` a change of rhythm, … as PhysioNet writes them. */
  readonly symbol: string;
  /** Whether it is a beat. */
  readonly beat: boolean;
}

/** By their code. Source: WFDB, ecgcodes.h. */
const SYMBOLS = ' NLRaVFJASEj/Q~ | sT*D"=pB^t+u?![]en@xf()r';
const BEATS = new Set('NLRBAaJSVrFejnE/fQ?');
const [SKIP, AUX] = [59, 63];
/** Of the subtype, channel and number of the mark before. */
const SAID_OF_ONE = [60, 61, 62];

/**
 * The marks of an annotation file (.atr) in MIT format. @throws {FormatError} it ends before its end mark, times that go back before the beginning.
 * @throws {CancelledError} Source: WFDB Applications Guide, annot(5).
 */
export async function readWfdbMarks(source: ByteSource, options: ReadOptions = {}): Promise<readonly WfdbMark[]> {
  return parseMarks(await readWhole(source, options), source.name);
}

export function parseMarks(bytes: Uint8Array, where: string): readonly WfdbMark[] {
  const marks: WfdbMark[] = [];
  const word = (at: number) => bytes[at]! | (bytes[at + 1]! << 8);
  let time = 0;
  for (let at = 0; at + 1 < bytes.length; at += 2) {
    const code = word(at) >> 10;
    const rest = word(at) & 1023;
    if (code === 0 && rest === 0) return marks;
    if (code === SKIP) {
      // A PDP-11 long: the upper word first.
      if (at + 5 >= bytes.length) break;
      time += (word(at + 2) << 16) | word(at + 4);
      at += 4;
    } else if (code === AUX) at += rest + (rest & 1);
    else if (!SAID_OF_ONE.includes(code)) {
      time += rest;
      if (time < 0) throw new FormatError({ where, problem: `marks after the beginning expected, got one at ${time}` });
      const symbol = SYMBOLS[code] ?? ' ';
      marks.push({ at: time, symbol, beat: BEATS.has(symbol) });
    }
  }
  throw new FormatError({ where, problem: 'an end mark expected, but the file ends before it', hint: 'copy it again' });
}
