/** The engine of networks on this platform; the suite that runs in a browser puts `network-engine.browser.ts` in the place of this file. */
import type { NetworkEngine } from '../../src/base/network-engine.ts';
import { createEngine } from '../../src/graph/engine.node.ts';

export const openEngine = async (threads = 1): Promise<NetworkEngine> => createEngine({ threads });
