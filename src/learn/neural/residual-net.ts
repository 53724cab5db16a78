import { DataError } from '../../base/errors.ts';
import type { ParamValues } from '../../base/params.ts';
import { type ArrayChanges, changedArray } from '../../graph/layers/array-changes.ts';
import { batchNorm } from '../../graph/layers/batch-norm.ts';
import { convolution } from '../../graph/layers/convolution.ts';
import { dropped } from '../../graph/layers/dropped.ts';
import { rectified } from '../../graph/layers/rectified.ts';
import { residualBlock } from '../../graph/layers/residual-block.ts';
import type { Scope } from '../../graph/layers/scope.ts';
import { concat } from '../../graph/ops/concat.ts';
import { mean } from '../../graph/ops/mean.ts';
import { reshape } from '../../graph/ops/reshape.ts';
import { sizeOf } from '../../graph/shape.ts';
import type { Tensor } from '../../graph/tensor.ts';
import type { Architecture } from './body.ts';
import type { InputPart } from './parts.ts';

/** What tells pictures, traces and films apart as far as the network goes. */
export interface ArrayKind {
  /** Of the learner, for messages. */
  readonly word: string;
  /** Axes of one sample, the channels first. */
  readonly axes: readonly string[];
  /** What one sample of a plain table is taken for; absent: tables join before the last layer. */
  readonly ofTable?: (width: number) => readonly number[];
  readonly window: readonly number[];
  /** The next stage sees an axis at half its size where this says so. */
  readonly halves: readonly boolean[];
  /** A block; default `residualBlock`. */
  readonly block?: typeof residualBlock;
  readonly changes: (params: ParamValues) => ArrayChanges;
}

/**
 * A small residual network over arrays: a first convolution, then stages of residual blocks, each with twice the filters at half the size, and the mean over
 * all places; parts that are tables join there. @param params filters, stages, dropout.
 */
export function residualNet(kind: ArrayKind, params: ParamValues): Architecture {
  return (parts) => {
    const arrays = parts.filter((part) => shapeFor(kind, part) !== undefined);
    if (arrays.length === 0) {
      throw new DataError({
        where: kind.word,
        problem: `needs a block of shape [${kind.axes.join(', ')}], got ${parts.map(({ name, shape }) => `'${name}' [${shape.join(', ')}]`).join(', ')}`,
        hint: `give the features of the block that shape`,
      });
    }
    return (scope, inputs) => {
      const found = parts.map((part) => {
        const x = inputs[part.name]!;
        const shape = shapeFor(kind, part);
        const n = x.shape[0]!;
        if (!shape) return reshape(x, [n, sizeOf(part.shape)]);
        const own = scope.at(part.name);
        return read(own, changedArray(own, reshape(x, [n, ...shape]), kind.changes(params)), kind, params);
      });
      return dropped(scope, concat(found, 1), params.dropout as number);
    };
  };
}

/** The shape in which a part is read; undefined: it is a table. */
function shapeFor({ axes, ofTable }: ArrayKind, { shape, letters }: InputPart): readonly number[] | undefined {
  if (letters) return undefined;
  if (shape.length === axes.length) return shape;
  return shape.length === 1 ? ofTable?.(shape[0]!) : undefined;
}

function read(scope: Scope, x: Tensor, kind: ArrayKind, params: ParamValues): Tensor {
  const { window, halves, block = residualBlock } = kind;
  const filters = params.filters as number;
  const first = scope.at('first');
  const padding = window.map((size) => (size - 1) >> 1);
  let y = rectified(first, batchNorm(first, convolution(first, x, filters, window, { padding, bias: false })));
  for (let stage = 1; stage <= (params.stages as number); stage++) {
    // An axis of few places is left as it is.
    const stride = halves.map((half, a) => (half && (y.shape[a + 2] as number) >= 4 ? 2 : 1));
    y = block(scope.at(`stage${stage}`), y, filters * 2 ** (stage - 1), { window, stride });
  }
  return mean(y, y.shape.map((_, axis) => axis).slice(2));
}
