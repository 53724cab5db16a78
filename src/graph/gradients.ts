import { ShapeError } from '../base/errors.ts';
import { add } from './ops/add.ts';
import { sameShape, showShape } from './shape.ts';
import { constant, type Source, scalar, type Tensor } from './tensor.ts';

/**
 * Reverse-mode differentiation: expressions for the gradient of a scalar with respect to other expressions, by the chain rule over the graph
 * from the loss back. What comes out is an expression like any other, and may be differentiated again.
 * @param loss float32, shape []. @param wrt expressions of the graph; one that the loss does not depend on has a gradient of zeros.
 * @returns one expression for each of `wrt`, of its shape.
 * @throws {ShapeError} a loss that is not a scalar, or an operation whose gradient is of another shape than its input.
 * Cost: builds O(nodes) expressions. Source: Griewank & Walther 2008, Evaluating Derivatives, §3.2. Each operation is checked by finite differences.
 */
export function gradients(loss: Tensor, wrt: readonly Tensor[]): Tensor[] {
  if (loss.shape.length > 0 || loss.dtype !== 'float32') {
    throw new ShapeError({
      where: 'gradients',
      problem: `the loss must be a float32 scalar, got ${showShape(loss.shape)}`,
    });
  }
  const targets = new Set(wrt.map(keyOf));
  const order = sourcesBefore(loss);
  const needed = reaching(order, targets);
  const found = new Map<string, Tensor>();
  const give = (to: Tensor, d: Tensor) => {
    if (!sameShape(to.shape, d.shape)) {
      throw new ShapeError({
        where: 'gradients',
        problem: `the gradient of ${showShape(to.shape)} must have its shape, got ${showShape(d.shape)} from ${typeOf(to.source)}`,
      });
    }
    const key = keyOf(to);
    const before = found.get(key);
    found.set(key, before ? add(before, d) : d);
  };
  give(loss, scalar(1));
  for (let at = order.length - 1; at >= 0; at--) {
    const source = order[at]!;
    if (!needed.has(source) || source.kind === 'input' || source.kind === 'constant' || !source.gradient) continue;
    const width = source.kind === 'node' ? source.outputs.length : 1;
    const arriving = Array.from({ length: width }, (_, output) => found.get(`${idOf(source)}:${output}`) ?? null);
    if (arriving.every((d) => d === null)) continue;
    const leaving = source.gradient(arriving);
    source.inputs.forEach((to, i) => {
      const d = leaving[i];
      if (to && d && (needed.has(to.source) || targets.has(keyOf(to)))) give(to, d);
    });
  }
  return wrt.map((tensor) => found.get(keyOf(tensor)) ?? zerosLike(tensor));
}

function zerosLike({ shape }: Tensor): Tensor {
  const sizes = shape.map(Number);
  return constant(new Float32Array(sizes.reduce((a, b) => a * b, 1)), sizes);
}

const ids = new WeakMap<Source, number>();
let last = 0;
/** Sources have no names: they are told apart by a number given when first asked for. */
function idOf(source: Source): number {
  const known = ids.get(source);
  if (known !== undefined) return known;
  ids.set(source, ++last);
  return last;
}
const keyOf = ({ source, output }: Tensor) => `${idOf(source)}:${output}`;
const typeOf = (source: Source) => (source.kind === 'node' ? source.type : source.kind);

/** The expressions that a source hangs on, as differentiation sees them. */
function behind(source: Source): readonly (Tensor | null)[] {
  return source.kind === 'node' || source.kind === 'alias' ? source.inputs : [];
}

/** Every source that the tensor hangs on, each after those that it hangs on itself. Without recursion: networks are deep. */
function sourcesBefore(tensor: Tensor): Source[] {
  const order: Source[] = [];
  const state = new Map<Source, 'open' | 'done'>();
  const stack: Source[] = [tensor.source];
  while (stack.length > 0) {
    const source = stack.at(-1)!;
    if (state.get(source) === undefined) {
      state.set(source, 'open');
      for (const one of behind(source)) if (one && state.get(one.source) === undefined) stack.push(one.source);
      continue;
    }
    stack.pop();
    if (state.get(source) === 'done') continue;
    state.set(source, 'done');
    order.push(source);
  }
  return order;
}

/** The sources through which some target is reached. */
function reaching(order: readonly Source[], targets: ReadonlySet<string>): Set<Source> {
  const needed = new Set<Source>();
  for (const source of order) {
    const holds = (one: Tensor | null) => one !== null && (targets.has(keyOf(one)) || needed.has(one.source));
    if (behind(source).some(holds)) needed.add(source);
  }
  return needed;
}
