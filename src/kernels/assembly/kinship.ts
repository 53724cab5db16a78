// Counts of shared genotypes for pairs of people, from three bit planes each: heterozygous, homozygous of one allele, of the other. A missing
// genotype stands in none of them. Whole numbers only; the kinship made of them is two operations of float64.

// The counts of the pair just looked at.
let bothHet: i32, hetHom: i32, homHet: i32, opposite: i32;

function countPair(a: usize, b: usize, words: i32): void {
  const step = <usize>words << 3;
  let both: i64 = 0, first: i64 = 0, second: i64 = 0, far: i64 = 0;
  for (let at: usize = 0; at < step; at += 8) {
    const ha = load<u64>(a + at), ra = load<u64>(a + step + at), va = load<u64>(a + 2 * step + at);
    const hb = load<u64>(b + at), rb = load<u64>(b + step + at), vb = load<u64>(b + 2 * step + at);
    both += popcnt(ha & hb);
    first += popcnt(ha & (rb | vb));
    second += popcnt((ra | va) & hb);
    far += popcnt((ra & vb) | (va & rb));
  }
  bothHet = <i32>both;
  hetHom = <i32>first;
  homHet = <i32>second;
  opposite = <i32>far;
}

// @ts-ignore: decorator
@inline function store4(out: usize): void {
  store<i32>(out, bothHet);
  store<i32>(out, hetHom, 4);
  store<i32>(out, homHet, 8);
  store<i32>(out, opposite, 12);
}

/** Counts of the pairs listed. @param planes [n, 3, words] uint64. @param list [m, 2] int32. @param out [m, 4] int32. */
export function kinshipCounts(planes: usize, words: i32, list: usize, out: usize, from: i32, to: i32): void {
  const person = <usize>words * 24;
  for (let k = from; k < to; k++) {
    const pair = list + (<usize>k << 3);
    countPair(planes + <usize>load<i32>(pair) * person, planes + <usize>load<i32>(pair, 4) * person, words);
    store4(out + (<usize>k << 4));
  }
}

/**
 * Of all pairs of a person in from … to with a person before, those of kinship ≥ max(least, slack / √heterozygotes of the less heterozygous one).
 * @param out [room, 6] int32: both persons, then the counts; pairs beyond `room` are counted, not written. @returns pairs found, or −1 when cancelled.
 */
export function kinshipPairs(planes: usize, words: i32, from: i32, to: i32, least: f64, slack: f64, out: usize, room: i32, cancel: usize): i32 {
  const person = <usize>words * 24;
  let found = 0;
  for (let l = from; l < to; l++) {
    if (load<i32>(cancel) != 0) return -1;
    const b = planes + <usize>l * person;
    for (let i = 0; i < l; i++) {
      countPair(planes + <usize>i * person, b, words);
      const het = min(bothHet + hetHom, bothHet + homHet);
      if (het == 0) continue;
      const kinship = 0.5 - <f64>(hetHom + homHet + 4 * opposite) / (4 * <f64>het);
      if (kinship < least || kinship < slack / sqrt(<f64>het)) continue;
      if (found < room) {
        const at = out + <usize>found * 24;
        store<i32>(at, i);
        store<i32>(at, l, 4);
        store4(at + 8);
      }
      found++;
    }
  }
  return found;
}
