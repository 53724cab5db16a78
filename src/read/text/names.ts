/**
 * The distinct ones of many short texts, each once and on its own: a piece of a long text would keep all of that in memory.
 */
export class Names {
  readonly #known = new Map<string, string>();

  of(text: string): string {
    const known = this.#known.get(text);
    if (known !== undefined) return known;
    const own = new TextDecoder().decode(new TextEncoder().encode(text));
    this.#known.set(own, own);
    return own;
  }
}
