import { add } from '../../../graph/ops/add.ts';
import { nodeOf, type Tensor } from '../../../graph/tensor.ts';
import { columns, double } from './doubles.ts';

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
 * compared by ≤, as in training: no row changes sides. The runtime sums leaves in float32, which a steep calibration behind it would magnify: each is
 * written as two outputs, a multiple of a step that is coarse enough for its sums to be exact, and the rest, which is small. They are added in float64.
 * @param x float32 [N, p]. Source: ONNX operators ML, TreeEnsembleRegressor-3.
 */
export function sumOfTrees({ roots, feature, threshold, left, missingLeft, nOutputs, leaf }: Trees, x: Tensor): Tensor {
  const nNodes = feature.length;
  const integers: Record<string, number[]> = {};
  const list = (name: string) => (integers[name] ??= []);
  const modes: string[] = [];
  const limits = new Float32Array(nNodes);
  const weights: number[] = [];
  const step = stepOf(roots, feature, nOutputs, leaf);
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
        const coarse = Math.round(weight / step) * step;
        list('target_treeids').push(tree, tree);
        list('target_nodeids').push(node - root, node - root);
        list('target_ids').push(output, nOutputs + output);
        weights.push(coarse, weight - coarse);
      }
    }
  }
  const sums = nodeOf(
    'TreeEnsembleRegressor',
    [x],
    { shape: [x.shape[0]!, 2 * nOutputs] },
    {
      domain: 'ai.onnx.ml',
      attributes: {
        ...integers,
        nodes_modes: { strings: modes },
        nodes_values: { floats: limits },
        target_weights: { floats: Float32Array.from(weights) },
        n_targets: 2 * nOutputs,
        aggregate_function: 'SUM',
        post_transform: 'NONE',
      },
    },
  );
  const outputs = Array.from({ length: nOutputs }, (_, k) => k);
  const part = (from: number) =>
    double(
      columns(
        sums,
        outputs.map((k) => from + k),
      ),
    );
  return add(part(0), part(nOutputs));
}

/** A power of two of which float32 holds every multiple up to the largest sum of the trees. */
function stepOf(roots: Trees['roots'], feature: Trees['feature'], nOutputs: number, leaf: Trees['leaf']): number {
  const bounds = new Float64Array(nOutputs);
  for (let tree = 0; tree < roots.length; tree++) {
    const most = new Float64Array(nOutputs);
    for (let node = roots[tree]!; node < (roots[tree + 1] ?? feature.length); node++) {
      if (feature[node]! >= 0) continue;
      for (const [output, weight] of leaf(node, tree)) most[output] = Math.max(most[output]!, Math.abs(weight));
    }
    most.forEach((weight, output) => {
      bounds[output]! += weight;
    });
  }
  const bound = Math.max(...bounds);
  return bound > 0 ? 2 ** (Math.ceil(Math.log2(bound)) - 22) : 1;
}
