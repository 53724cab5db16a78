import type { NetworkEngine } from '../../src/base/network-engine.ts';
import { createEngine } from '../../src/graph/engine.browser.ts';

export const openEngine = (threads = 1): Promise<NetworkEngine> =>
  createEngine({ threads, runtime: new URL('/node_modules/onnxruntime-web/dist/', location.href) });
