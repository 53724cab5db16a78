import { sha256 as streamingSha256 } from '@noble/hashes/sha2.js';
import { bytesToHex } from '@noble/hashes/utils.js';

/** Up to here handing the bytes to Web Crypto takes longer than hashing them in JavaScript. */
const SHORT_BYTES = 1 << 11;

/** SHA-256 as lowercase hex, by the platform's own Web Crypto (Node and browser) unless the data are short. */
export async function sha256(data: Uint8Array | string): Promise<string> {
  const bytes = typeof data === 'string' ? new TextEncoder().encode(data) : data;
  if (bytes.length <= SHORT_BYTES) return bytesToHex(streamingSha256(bytes));
  // Web Crypto refuses views on shared memory, so those are copied.
  const plain = bytes.buffer instanceof ArrayBuffer ? (bytes as Uint8Array<ArrayBuffer>) : new Uint8Array(bytes);
  const digest = new Uint8Array(await globalThis.crypto.subtle.digest('SHA-256', plain));
  return Array.from(digest, (b) => b.toString(16).padStart(2, '0')).join('');
}

/** SHA-256 of bytes that come in pieces, which Web Crypto cannot do. */
export async function sha256Stream(pieces: AsyncIterable<Uint8Array>): Promise<string> {
  const hash = streamingSha256.create();
  for await (const piece of pieces) hash.update(piece);
  return bytesToHex(hash.digest());
}

/** MD5 of bytes that come in pieces, for lists that have nothing better: it finds damage, not forgery. */
export async function md5Stream(pieces: AsyncIterable<Uint8Array>): Promise<string> {
  const { md5 } = await import('@noble/hashes/legacy.js');
  const hash = md5.create();
  for await (const piece of pieces) hash.update(piece);
  return bytesToHex(hash.digest());
}

/** JSON with sorted keys: equal values give equal text, whatever the order they were written in. */
export function canonicalJson(value: unknown): string {
  return JSON.stringify(value, (_key, v: unknown) =>
    v && typeof v === 'object' && !Array.isArray(v)
      ? Object.fromEntries(Object.entries(v).sort(([a], [b]) => (a < b ? -1 : 1)))
      : v,
  );
}
