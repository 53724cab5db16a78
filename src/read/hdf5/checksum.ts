/** Jenkins' lookup3 with initial value 0, which guards the newer parts of HDF5. Source: Jenkins 2006, lookup3.c, hashlittle. Cost O(bytes). */
export function lookup3(bytes: Uint8Array): number {
  const { length } = bytes;
  let a = (0xdeadbeef + length) | 0;
  let b = a;
  let c = a;
  const word = (at: number) => {
    let value = 0;
    for (let k = 0; k < 4 && at + k < length; k++) value |= bytes[at + k]! << (8 * k);
    return value;
  };
  const turn = (x: number, k: number) => (x << k) | (x >>> (32 - k));
  let at = 0;
  for (; length - at > 12; at += 12) {
    a = (a + word(at)) | 0;
    b = (b + word(at + 4)) | 0;
    c = (c + word(at + 8)) | 0;
    a = (a - c) ^ turn(c, 4);
    c = (c + b) | 0;
    b = (b - a) ^ turn(a, 6);
    a = (a + c) | 0;
    c = (c - b) ^ turn(b, 8);
    b = (b + a) | 0;
    a = (a - c) ^ turn(c, 16);
    c = (c + b) | 0;
    b = (b - a) ^ turn(a, 19);
    a = (a + c) | 0;
    c = (c - b) ^ turn(b, 4);
    b = (b + a) | 0;
  }
  if (at < length) {
    a = (a + word(at)) | 0;
    b = (b + word(at + 4)) | 0;
    c = (c + word(at + 8)) | 0;
    c = ((c ^ b) - turn(b, 14)) | 0;
    a = ((a ^ c) - turn(c, 11)) | 0;
    b = ((b ^ a) - turn(a, 25)) | 0;
    c = ((c ^ b) - turn(b, 16)) | 0;
    a = ((a ^ c) - turn(c, 4)) | 0;
    b = ((b ^ a) - turn(a, 14)) | 0;
    c = ((c ^ b) - turn(b, 24)) | 0;
  }
  return c >>> 0;
}

/** Of the content of a zlib stream. Source: RFC 1950, §9. */
export function adler32(bytes: Uint8Array): number {
  let a = 1;
  let b = 0;
  for (let at = 0; at < bytes.length; ) {
    // So many sums stay below 2³².
    const end = Math.min(bytes.length, at + 3800);
    for (; at < end; at++) {
      a += bytes[at]!;
      b += a;
    }
    a %= 65521;
    b %= 65521;
  }
  return ((b << 16) | a) >>> 0;
}

/** HDF5's own Fletcher sum of 16-bit words. Source: H5checksum.c, H5_checksum_fletcher32. */
export function fletcher32(bytes: Uint8Array): number {
  let a = 0;
  let b = 0;
  const even = bytes.length & ~1;
  for (let at = 0; at < even; at += 2) {
    a = (a + ((bytes[at]! << 8) | bytes[at + 1]!)) % 65535;
    b = (b + a) % 65535;
  }
  if (even < bytes.length) {
    a = (a + (bytes[even]! << 8)) % 65535;
    b = (b + a) % 65535;
  }
  return ((b << 16) | a) >>> 0;
}
