import type { Interval } from './record.ts';

const MISSING = '–';
const NO_BREAK = '\u00a0';

/** A score with two decimals; three where two would round a value below 1 up to a perfect 1.00. Not finite: an en dash. */
export function formatScore(x: number | null | undefined): string {
  if (x === null || x === undefined || !Number.isFinite(x)) return MISSING;
  const size = Math.abs(x);
  const decimals = size >= 0.995 && size < 1 ? 3 : 2;
  const text = size.toFixed(decimals);
  return x < 0 && Number(text) !== 0 ? `−${text}` : text;
}

/** A value in the unit of its column, to three digits: `0.904`, `12.0`, `1,091`; a whole number as it is. Not finite: an en dash. */
export function formatAmount(x: number | null | undefined): string {
  if (x === null || x === undefined || !Number.isFinite(x)) return MISSING;
  const size = Math.abs(x);
  const whole = (size >= 100 || Number.isInteger(size)) && size < 1e15;
  const text = whole ? formatCount(Math.round(size)) : size.toPrecision(3);
  return x < 0 && text !== '0' ? `−${text}` : text;
}

/** Writes amounts of one kind alike: with as many decimals as show the third digit of their usual size, four at most. */
export function amountsLike(scale: number): NumberFormat {
  if (!(scale > 0 && scale < 100)) return formatAmount;
  const decimals = Math.min(4, 2 - Math.floor(Math.log10(scale)));
  return (x) => {
    if (x === null || x === undefined || !Number.isFinite(x)) return MISSING;
    const text = Math.abs(x).toFixed(decimals);
    return x < 0 && Number(text) !== 0 ? `−${text}` : text;
  };
}

/** How a number is written: a score without a unit, or an amount with one. */
export type NumberFormat = typeof formatScore;

/** `0.73–0.80`; `−0.10 to 0.20` where a dash beside a minus sign would confuse. */
export function formatRange(low: number, high: number, format: NumberFormat = formatScore): string {
  return `${format(low)}${low < 0 || high < 0 ? ' to ' : '–'}${format(high)}`;
}

/** `0.77 (0.73–0.80)`; the bare value when there is no interval. */
export function formatInterval(score: Interval | undefined, format: NumberFormat = formatScore): string {
  if (!score) return MISSING;
  if (!Number.isFinite(score.low) || !Number.isFinite(score.high)) return format(score.value);
  return `${format(score.value)} (${formatRange(score.low, score.high, format)})`;
}

/** `0.77 (95 % interval 0.73–0.80)`: for running text. */
export function formatIntervalInWords(score: Interval, format: NumberFormat = formatScore): string {
  return `${format(score.value)} (95${NO_BREAK}% interval ${formatRange(score.low, score.high, format)})`;
}

/** `p = 0.012`, `p < 0.001`. */
export function formatP(p: number): string {
  if (!Number.isFinite(p)) return `p${NO_BREAK}${MISSING}`;
  if (p < 0.001) return `p${NO_BREAK}<${NO_BREAK}0.001`;
  return `p${NO_BREAK}=${NO_BREAK}${p < 0.1 ? String(Number(p.toPrecision(2))) : p.toFixed(2)}`;
}

/** `92 %`; a share that is neither none nor all is never rounded to 0 or 100. */
export function formatPercent(share: number): string {
  if (!Number.isFinite(share)) return MISSING;
  const percent = Math.round(share * 100);
  if (percent === 0 && share > 0) return `<1${NO_BREAK}%`;
  if (percent === 100 && share < 1) return `>99${NO_BREAK}%`;
  return `${percent}${NO_BREAK}%`;
}

/** `40 % (30–52)`: a share with its interval. */
export function formatShareInterval({ value, low, high }: Interval): string {
  if (!Number.isFinite(low) || !Number.isFinite(high)) return formatPercent(value);
  return `${formatPercent(value)} (${Math.round(low * 100)}–${Math.round(high * 100)})`;
}

/** `17,814`. */
export function formatCount(n: number): string {
  return String(n).replace(/\B(?=(\d{3})+$)/g, ',');
}

/** `1 sample`, `934 samples`. */
export function countOf(n: number, noun: string, plural = `${noun}s`): string {
  return `${formatCount(n)} ${n === 1 ? noun : plural}`;
}

/** `0.4 s`, `12 s`, `4 min 5 s`, `2 h 10 min`. */
export function formatSeconds(seconds: number): string {
  if (!Number.isFinite(seconds)) return MISSING;
  if (seconds < 9.95) return `${seconds.toFixed(1)} s`;
  const whole = Math.round(seconds);
  if (whole < 60) return `${whole} s`;
  if (whole < 3600) return `${Math.floor(whole / 60)} min ${whole % 60} s`;
  const minutes = Math.round(seconds / 60);
  return `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}

/** `a, b and c`. */
export function formatList(items: readonly string[]): string {
  if (items.length < 2) return items[0] ?? '';
  return `${items.slice(0, -1).join(', ')} and ${items.at(-1)}`;
}

/** A setting or a piece of evidence on one line: numbers to four digits, lists with commas, objects as `key: value`. */
export function formatSetting(value: unknown): string {
  if (typeof value === 'number') {
    if (Number.isInteger(value)) return Math.abs(value) < 1e15 ? formatCount(value) : String(value);
    return String(Number(value.toPrecision(4)));
  }
  if (value === null || value === undefined) return MISSING;
  if (Array.isArray(value)) return value.length > 0 ? value.map(formatSetting).join(', ') : 'none';
  if (typeof value === 'object') {
    return Object.entries(value)
      .map(([key, part]) => `${key}: ${formatSetting(part)}`)
      .join(', ');
  }
  return String(value);
}

/** The text with its ranges, `0.73–0.80`, kept on one line: for pages, since a terminal may show the joiner. */
export function keepRanges(text: string): string {
  return text.replace(/(\d)–(?=\d)/g, '$1\u2060–\u2060');
}

/** A short name kept on one line; a longer one may break at its spaces. */
export function keepShort(name: string): string {
  return name.length > 9 ? name : name.replaceAll(' ', NO_BREAK).replaceAll('-', '\u2011');
}

/** First letter in upper case; the rest as it is. */
export function capitalise(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
