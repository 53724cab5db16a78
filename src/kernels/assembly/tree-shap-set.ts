// The trees that the kernels of explanation walk, and the rows that they explain.
//
// A node is 32 bytes: feature (int32, index among the features used; −1 a leaf), threshold (float32), left child (int32, the right one is the next),
// 1 where missing values go left (int32), which of the `subsets` of categories goes left or −1 (int32), depth of the nearest split above on the same
// feature or −1 (int32), share of the node's training weight that goes left (float64).

let subsets: usize;

// @ts-ignore: decorator
@inline export const NODE_BYTES: usize = 32;
/** Rows explained side by side. */
// @ts-ignore: decorator
@inline export const ROWS: usize = 64;

export function bindTrees(subsetsAt: usize): void {
  subsets = subsetsAt;
}

// @ts-ignore: decorator
@inline export function featureOf(node: usize): i32 { return load<i32>(node); }
// @ts-ignore: decorator
@inline export function leftOf(node: usize): i32 { return load<i32>(node, 8); }
// @ts-ignore: decorator
@inline export function earlierOf(node: usize): i32 { return load<i32>(node, 20); }
// @ts-ignore: decorator
@inline export function shareOf(node: usize): f64 { return load<f64>(node, 24); }

/** Whether a value goes left at a split. */
export function goesLeft(node: usize, x: f32): bool {
  const subset = load<i32>(node, 16);
  if (x != x) return load<i32>(node, 12) != 0;
  if (subset < 0) return x <= load<f32>(node, 4);
  const category = <i32>x;
  if (x < 0 || x > 255 || <f32>category != x) return load<i32>(node, 12) != 0;
  return ((load<u32>(subsets + ((<usize>subset << 5) + (<usize>(category >> 5) << 2))) >> (category & 31)) & 1) != 0;
}

/** All ones where the values of a block of rows go left, else 0: ROWS int64. */
export function markLeft(node: usize, x: usize, out: usize): void {
  if (load<i32>(node, 16) >= 0) {
    for (let i: usize = 0; i < ROWS; i++) store<i64>(out + (i << 3), goesLeft(node, load<f32>(x + (i << 2))) ? -1 : 0);
    return;
  }
  const threshold = f64x2.splat(<f64>load<f32>(node, 4)), missing = i64x2.splat(load<i32>(node, 12) != 0 ? -1 : 0);
  for (let i: usize = 0; i < ROWS; i += 2) {
    const v = f64x2.promote_low_f32x4(v128.load64_zero(x + (i << 2)));
    v128.store(out + (i << 3), v128.or(f64x2.le(v, threshold), v128.and(f64x2.ne(v, v), missing)));
  }
}
