/** The constructor of each typed array that files hold, by its name. */
export const TYPED_ARRAYS = {
  ...{ Float64Array, Float32Array },
  ...{ Int32Array, Uint32Array, Int16Array, Uint16Array, Int8Array, Uint8Array },
} as const;

export type ArrayName = keyof typeof TYPED_ARRAYS;
export type TypedArray = InstanceType<(typeof TYPED_ARRAYS)[ArrayName]>;

/** The name of a typed array; undefined of anything else. */
export function arrayName(value: unknown): ArrayName | undefined {
  if (!ArrayBuffer.isView(value)) return undefined;
  return (Object.keys(TYPED_ARRAYS) as ArrayName[]).find((name) => value instanceof TYPED_ARRAYS[name]);
}
