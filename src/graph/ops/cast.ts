import { DTYPE_CODES } from '../onnx/dtypes.ts';
import type { DType } from '../shape.ts';
import { nodeOf, type Tensor } from '../tensor.ts';

/** The values as another type. No gradient flows. */
export function cast(x: Tensor, dtype: DType): Tensor {
  return x.dtype === dtype
    ? x
    : nodeOf('Cast', [x], { shape: x.shape, dtype }, { attributes: { to: DTYPE_CODES[dtype] } });
}
