import type { NetworkSession } from '../base/network-engine.ts';

/** Sessions that wait to be asked for again. */
const IDLE = 6;
/** Larger files hold the weights of one network, which nobody asks for twice. */
const LARGEST = 1 << 20;

interface Kept {
  readonly model: Uint8Array;
  readonly session: NetworkSession;
}

/**
 * Opens sessions, and keeps those that were closed for whoever opens the same file next: members, folds and settings of a study train by one graph,
 * and making it ready takes longer (0.15 s for a small residual network) than some of its epochs. Sessions hold no state between runs.
 */
export function keepingSessions(
  open: (model: Uint8Array) => Promise<NetworkSession>,
): (model: Uint8Array) => Promise<NetworkSession> {
  const idle: Kept[] = [];
  return async (model) => {
    const at = idle.findIndex((kept) => isSame(kept.model, model));
    const session = at >= 0 ? idle.splice(at, 1)[0]!.session : await open(model);
    if (model.length > LARGEST) return session;
    return {
      ...session,
      async close() {
        idle.push({ model, session });
        if (idle.length > IDLE) await idle.shift()!.session.close();
      },
    };
  };
}

function isSame(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && a.every((byte, i) => byte === b[i]);
}
