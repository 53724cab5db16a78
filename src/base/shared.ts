interface Entry {
  readonly of: readonly unknown[];
  readonly value: Promise<unknown>;
  users: number;
}

/** Values in use now, by the signal that would stop their making. */
const inUse = new WeakMap<AbortSignal, Entry[]>();

/**
 * Runs `use` with what `make` makes, once for all who at the same time, under the same signal, ask for the value of the same things:
 * settings of one search share what does not depend on the setting. The value is let go when its last user has ended, so that a table
 * that is changed afterwards is never taken for what it was. Nobody may write to the value.
 * @param of compared one by one with `Object.is`: what the value is, and what it is of.
 */
export async function withShared<T, R>(
  signal: AbortSignal,
  of: readonly unknown[],
  make: () => Promise<T>,
  use: (value: T) => Promise<R> | R,
): Promise<R> {
  const entries = inUse.get(signal) ?? [];
  inUse.set(signal, entries);
  let entry = entries.find((one) => one.of.length === of.length && one.of.every((part, at) => Object.is(part, of[at])));
  if (!entry) {
    entry = { of, value: make(), users: 0 };
    entries.push(entry);
  }
  entry.users++;
  try {
    return await use((await entry.value) as T);
  } finally {
    entry.users--;
    if (entry.users === 0) entries.splice(entries.indexOf(entry), 1);
  }
}
