// The kernels. A room of its own: AssemblyScript, compiled to one WebAssembly module with SIMD and shared memory.
// Rules: no managed objects (raw addresses only), no static data, no call back into JavaScript, every reduction in a fixed order.

/** First address that the module itself does not use. */
export function heapBase(): usize {
  return __heap_base;
}

export { elasticNetPath, elasticNetStrongest, elasticNetWorkBytes } from './elastic-net';
export { alignmentScores } from './alignment';
export { allEigenvectors } from './all-eigenvectors';
export { binFeatures, binWorkBytes } from './bins';
export { boostingWorkBytes, searchCuts } from './boosting';
export { partRows } from './boosting-rows';
export { exactColumns, exactRows } from './exact-products';
export { differingFeatures, squaredDistances } from './distances';
export { forestWorkBytes, growTrees } from './forest';
export { genotypeMissing, genotypePack, genotypeTiles } from './genotype-gram';
export { gramPack, gramTiles } from './gram';
export { kinshipCounts, kinshipPairs } from './kinship';
export { ldPrune, ldRecode } from './ld-prune';
export { linearSvmPath, linearSvmWorkBytes } from './linear-svm';
export { philox } from './philox';
export { kMeansRun, kMeansWorkBytes } from './k-means';
export { productColumns, productRows } from './products';
export { lanczosSteps } from './symmetric-lanczos';
export { tsneForces } from './t-sne';
export { umapEpochs } from './umap';
export { treeInteractions, treeInteractionsWorkBytes } from './tree-interactions';
export { treeInterventional, treeInterventionalWorkBytes } from './tree-interventional';
export { treeShap, treeShapWorkBytes } from './tree-shap';
export { sparseGram } from './sparse-gram';
export { smoPath, smoWorkBytes } from './smo';
