export { fileSource } from './file-source.node.ts';
export * from './index.ts';
