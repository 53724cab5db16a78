import type { Attribution } from './attribution.ts';

/**
 * Of numbers before softmax only their differences between classes matter: the same added to all of them changes no probability, and how a learner shares it out is its own affair (an elastic net gives a class that others
 * tell apart no weights at all). Base and values less their mean over the classes say how a class stands against all: with them log(p / geometric mean of all p) is explained, and additivity is kept.
 * Of a single output, and on other scales, the attribution as it is. Cost O(values). Source: the centred log-ratio of Aitchison 1982, JRSS-B 44.
 */
export function centredOutputs(attribution: Attribution): Attribution {
  const { outputs, scale, base, values } = attribution;
  const K = outputs.length;
  if (scale !== 'log-odds' || K < 2) return attribution;
  const centred = (all: Float64Array) => {
    const each = all.length / K;
    const out = all.slice();
    for (let at = 0; at < each; at++) {
      let mean = 0;
      for (let k = 0; k < K; k++) mean += all[k * each + at]! / K;
      for (let k = 0; k < K; k++) out[k * each + at]! -= mean;
    }
    return out;
  };
  return { ...attribution, base: centred(base), values: centred(values) };
}
