import type { ShapTrees } from '../kernels/shap-trees.ts';
import { sideOf } from '../kernels/shap-trees.ts';
import type { Matrix } from '../table/matrix.ts';

/** What the trees say of each row, [nOutputs, nRows]. Cost O(nRows · nTrees · depth). */
export function treeOutputs(trees: ShapTrees, X: Matrix): Float64Array {
  const { roots, feature, left, values, width, nOutputs } = trees;
  const out = new Float64Array(nOutputs * X.nRows);
  roots.forEach((root, t) => {
    for (let i = 0; i < X.nRows; i++) {
      let node = root;
      for (let j = feature[node]!; j >= 0; j = feature[node]!)
        node = left[node]! + sideOf(trees, node, X.data[j * X.nRows + i]!);
      for (let k = 0; k < width; k++) out[(width === 1 ? t % nOutputs : k) * X.nRows + i]! += values[node * width + k]!;
    }
  });
  return out;
}
