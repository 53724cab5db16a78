/** A tensor outside the engine: values in row-major order. */
export interface HostTensor {
  readonly data: HostData;
  readonly shape: readonly number[];
}
export type HostData = Float32Array | Float64Array | BigInt64Array | Int32Array | Uint8Array;

/**
 * What runs ONNX networks: ONNX Runtime, in Node or in the browser. Handed in with the context, so that whoever trains a network needs to know
 * neither. Results are the same bits on one machine; between processors they differ in the last digits.
 */
export interface NetworkEngine {
  /** What computes: `cpu`, `wasm`, `webgpu`, `cuda`. */
  readonly backend: string;
  readonly version: string;
  readonly threads: number;
  /** Makes a network ready to run. @throws {FormatError} bytes that are not a network. @throws {UnsupportedError} an operator the engine lacks. */
  open(model: Uint8Array): Promise<NetworkSession>;
}

export interface NetworkSession {
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
  /**
   * Runs once. @param feeds a tensor for each input, not modified. @param wanted outputs to compute; default all.
   * @throws {ShapeError} a tensor that the network does not take. @throws {NumericError} the engine failed.
   */
  run(feeds: Readonly<Record<string, HostTensor>>, wanted?: readonly string[]): Promise<Record<string, HostTensor>>;
  close(): Promise<void>;
}
