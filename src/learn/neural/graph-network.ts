import { DataError, ParamError, UnsupportedError } from '../../base/errors.ts';
import type { ParamValues } from '../../base/params.ts';
import { dense } from '../../graph/layers/dense.ts';
import { dropped } from '../../graph/layers/dropped.ts';
import { graphConvolution, normalisedAdjacency } from '../../graph/layers/graph-convolution.ts';
import { rectified } from '../../graph/layers/rectified.ts';
import { reshape } from '../../graph/ops/reshape.ts';
import type { Tensor } from '../../graph/tensor.ts';
import type { Resources } from '../../table/contract.ts';
import type { Architecture } from './body.ts';
import { featureEdges } from './feature-edges.ts';
import { type NetworkLearner, networkLearner } from './network-learner.ts';

export { restore } from './network-model.ts';

/** Of the matrix that messages go by: 400 MB. */
const MOST_NODES = 10_000;

/**
 * A network over a known network of the features, such as protein interactions: features are nodes with one channel, graph convolutions mix each with its
 * neighbours, H' = relu(Â H W + b), and all nodes go to a hidden layer. All blocks together; the model holds the edges in its ONNX graph.
 * @param resources `edges`: the file that the parameter names. @throws {ParamError} no edges. @throws {DataError} no edge between two features, more
 * than 10,000 features, missing values or words. Cost O(epochs · n · (layers · channels · p² + p · channels · units)).
 * Source: Kipf & Welling 2017, arXiv 1609.02907, eq. 2.
 */
export function create(params: ParamValues, { edges }: Resources = {}): NetworkLearner {
  return {
    kind: 'graph-network',
    params,
    holdsOut: (params.held as number) > 0,
    architecture: () => {
      throw new UnsupportedError({
        where: 'graph-network',
        problem: 'its layers stand in its ONNX file only, with the edges',
      });
    },
    async fit(data, ctx) {
      if (!edges || !('from' in edges)) {
        throw new ParamError({
          where: 'graph-network.edges',
          problem: `needs the edges between features, got ${JSON.stringify(params.edges)}`,
          hint: 'name a table of two columns of features: { graph-network: { edges: edges.tsv } }',
        });
      }
      const nodes = data.X.nCols;
      if (nodes > MOST_NODES) {
        throw new DataError({
          where: 'graph-network',
          problem: `at most ${MOST_NODES} features, got ${nodes}`,
          hint: "choose some of them: add { 'top-variance': 5000 } to prepare",
        });
      }
      const adjacency = normalisedAdjacency(nodes, featureEdges(data, edges, 'graph-network', ctx));
      // Where the file lay says nothing about the model.
      return networkLearner('graph-network', { ...params, edges: '' }, overGraph(adjacency, params), {
        together: true,
      }).fit(data, ctx);
    },
  };
}

/** Features [n, nodes] to units [n, units]. @param adjacency as of `normalisedAdjacency`. */
export function overGraph(adjacency: Tensor, params: ParamValues): Architecture {
  const { channels, layers, units, dropout } = params as Record<string, number>;
  const nodes = adjacency.shape[0] as number;
  return () => (scope, inputs) => {
    const x = inputs.x!;
    let h = reshape(x, [x.shape[0]!, 1, nodes]);
    for (let layer = 1; layer <= layers!; layer++) {
      const own = scope.at(`graph${layer}`);
      h = dropped(own, rectified(own, graphConvolution(own, h, adjacency, channels!)), dropout!);
    }
    const hidden = scope.at('hidden');
    const read = dense(hidden, reshape(h, [x.shape[0]!, channels! * nodes]), units!);
    return dropped(hidden, rectified(hidden, read), dropout!);
  };
}
