const encoder = new TextEncoder();
const decoder = new TextDecoder('utf-8', { ignoreBOM: true });

/** A copy of its own of a piece of a long text, which the piece would keep in memory. */
export function owned(text: string): string {
  return decoder.decode(encoder.encode(text));
}

/** The distinct ones of many short texts, each once and on its own. */
export class Names {
  readonly #known = new Map<string, string>();

  of(text: string): string {
    const known = this.#known.get(text);
    if (known !== undefined) return known;
    const own = owned(text);
    this.#known.set(own, own);
    return own;
  }
}
