/**
 * Correlation between samples from their Gram matrix: rᵢₗ = gᵢₗ / √(gᵢᵢ gₗₗ). With a centred Gram matrix this is the cosine between the
 * deviations of two samples from the average profile, which for near-duplicate samples is close to 1 and for unrelated ones close to 0
 * (the plain correlation of two expression profiles is close to 1 for any two).
 * @param gram [n·n], symmetric, positive semi-definite. Not modified.
 * @returns [n·n] float64 in [−1, 1], diagonal 1; a sample that equals the average (gᵢᵢ = 0) has correlation 0 with every other.
 */
export function sampleCorrelations(gram: Float64Array, n: number): Float64Array {
  const inverse = Float64Array.from({ length: n }, (_, i) =>
    gram[i * n + i]! > 0 ? 1 / Math.sqrt(gram[i * n + i]!) : 0,
  );
  const out = new Float64Array(n * n);
  for (let i = 0; i < n; i++) {
    for (let l = 0; l < i; l++) {
      const r = Math.min(1, Math.max(-1, gram[i * n + l]! * inverse[i]! * inverse[l]!));
      out[i * n + l] = r;
      out[l * n + i] = r;
    }
    out[i * n + i] = 1;
  }
  return out;
}
