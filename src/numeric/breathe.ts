import type { Context } from '../base/context.ts';
import { throwIfCancelled } from '../base/errors.ts';

/**
 * Lets the event loop turn once, so that an abort is heard in the middle of work that runs on this thread: an empty call to a kernel thread,
 * about 50 µs. @throws {CancelledError} the work is to stop.
 */
export async function breathe(ctx: Context, where: string): Promise<void> {
  throwIfCancelled(ctx.signal, where);
  await ctx.executor.call('heapBase', []);
  throwIfCancelled(ctx.signal, where);
}
