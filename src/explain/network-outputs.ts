import type { NetworkFacts } from '../learn/neural/network-model.ts';
import { learnerByWord } from '../learn/registry.ts';
import type { Model } from '../table/contract.ts';
import type { Attribution } from './attribution.ts';

export function isNetwork({ kind }: Model): boolean {
  return learnerByWord(kind, 'explain').network === true;
}

/** What the answers of a network before softmax and scale are called. */
export function networkOutputs(model: Model): Pick<Attribution, 'outputs' | 'scale'> {
  const { outcome } = model.toState().json as unknown as NetworkFacts;
  if (outcome.task !== 'classification')
    return { outputs: [outcome.task === 'survival' ? 'risk' : 'value'], scale: 'standardised' };
  const known = outcome.present.map((k) => outcome.classes[k]!);
  return { outputs: known.length === 2 ? [known[1]!] : known, scale: 'log-odds' };
}
