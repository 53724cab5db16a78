const ARRAYS = { Float64Array, Float32Array, Int32Array, Uint8Array } as const;
type ArrayName = keyof typeof ARRAYS;
type TypedArray = InstanceType<(typeof ARRAYS)[ArrayName]>;

/**
 * JSON that keeps typed arrays: each is written as `{"Float64Array":[…]}`. Finite numbers survive to the bit; a NaN or an infinity inside
 * an array would come back as NaN (JSON writes it as null).
 */
export function toTypedJson(value: unknown): string {
  return JSON.stringify(value, (_key, inner: unknown) => {
    const name = nameOf(inner);
    return name ? { [name]: Array.from(inner as TypedArray) } : inner;
  });
}

/** The value that `toTypedJson` wrote. @throws {SyntaxError} not JSON. */
export function fromTypedJson<T>(text: string): T {
  return JSON.parse(text, (_key, inner: unknown) => {
    if (inner === null || typeof inner !== 'object') return inner;
    const keys = Object.keys(inner);
    if (keys.length !== 1 || !(keys[0]! in ARRAYS)) return inner;
    const numbers = (inner as Record<string, (number | null)[]>)[keys[0]!]!;
    return ARRAYS[keys[0] as ArrayName].from(numbers.map((x) => x ?? Number.NaN));
  }) as T;
}

function nameOf(value: unknown): ArrayName | undefined {
  return (Object.keys(ARRAYS) as ArrayName[]).find((name) => value instanceof ARRAYS[name]);
}
