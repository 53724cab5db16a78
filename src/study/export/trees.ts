import { nodeOf, type Tensor } from '../../graph/tensor.ts';
import { double } from './doubles.ts';

/** Trees one after another; children follow their parent, the right one after the left one. */
export interface Trees {
  /** First node of each, [nTrees]. */
  readonly roots: ArrayLike<number>;
  /** −1 for a leaf, [nNodes]. */
  readonly feature: ArrayLike<number>;
  readonly threshold: ArrayLike<number>;
  readonly left: ArrayLike<number>;
  /** Whether missing values go left, [nNodes]; absent: none do. */
  readonly missingLeft?: ArrayLike<number>;
  readonly nOutputs: number;
  /** What the leaf `node` of tree `tree` adds: [output, weight] pairs. */
  leaf(node: number, tree: number): readonly (readonly [number, number])[];
}

/**
 * The sum of all trees for each output, float64 [N, nOutputs], as one TreeEnsembleRegressor of ai.onnx.ml. Values and thresholds are both float32 and
 * compared by ≤, as in training: no row changes sides. Leaves are float32 and summed in float32.
 * @param x float32 [N, p]. Source: ONNX operators ML, TreeEnsembleRegressor-3.
 */
export function sumOfTrees({ roots, feature, threshold, left, missingLeft, nOutputs, leaf }: Trees, x: Tensor): Tensor {
  const nNodes = feature.length;
  const integers: Record<string, number[]> = {};
  const list = (name: string) => (integers[name] ??= []);
  const modes: string[] = [];
  const limits = new Float32Array(nNodes);
  const weights: number[] = [];
  for (let tree = 0; tree < roots.length; tree++) {
    const root = roots[tree]!;
    const end = roots[tree + 1] ?? nNodes;
    for (let node = root; node < end; node++) {
      const isLeaf = feature[node]! < 0;
      list('nodes_treeids').push(tree);
      list('nodes_nodeids').push(node - root);
      list('nodes_featureids').push(isLeaf ? 0 : feature[node]!);
      list('nodes_truenodeids').push(isLeaf ? 0 : left[node]! - root);
      list('nodes_falsenodeids').push(isLeaf ? 0 : left[node]! + 1 - root);
      list('nodes_missing_value_tracks_true').push(isLeaf ? 0 : (missingLeft?.[node] ?? 0));
      modes.push(isLeaf ? 'LEAF' : 'BRANCH_LEQ');
      limits[node] = isLeaf ? 0 : threshold[node]!;
      if (!isLeaf) continue;
      for (const [output, weight] of leaf(node, tree)) {
        list('target_treeids').push(tree);
        list('target_nodeids').push(node - root);
        list('target_ids').push(output);
        weights.push(weight);
      }
    }
  }
  const sums = nodeOf(
    'TreeEnsembleRegressor',
    [x],
    { shape: [x.shape[0]!, nOutputs] },
    {
      domain: 'ai.onnx.ml',
      attributes: {
        ...integers,
        nodes_modes: { strings: modes },
        nodes_values: { floats: limits },
        target_weights: { floats: Float32Array.from(weights) },
        n_targets: nOutputs,
        aggregate_function: 'SUM',
        post_transform: 'NONE',
      },
    },
  );
  return double(sums);
}
