import { deflateSync } from 'fflate';
import { crc32 } from '../../src/read/crc32.ts';

/** Content as bgzip, in blocks of so many bytes, with the empty block at the end. Source: SAM specification, §4.1. */
export function bgzip(content: Uint8Array, blockBytes = 65280): Uint8Array {
  const blocks: Uint8Array[] = [];
  for (let at = 0; at < content.length; at += blockBytes) blocks.push(block(content.subarray(at, at + blockBytes)));
  blocks.push(block(new Uint8Array()));
  const out = new Uint8Array(blocks.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const one of blocks) {
    out.set(one, at);
    at += one.length;
  }
  return out;
}

function block(content: Uint8Array): Uint8Array {
  const deflated = content.length === 0 ? Uint8Array.of(3, 0) : deflateSync(content);
  const out = new Uint8Array(18 + deflated.length + 8);
  out.set([0x1f, 0x8b, 8, 4, 0, 0, 0, 0, 0, 0xff, 6, 0, 0x42, 0x43, 2, 0]);
  const view = new DataView(out.buffer);
  view.setUint16(16, out.length - 1, true);
  out.set(deflated, 18);
  view.setUint32(out.length - 8, crc32(content), true);
  view.setUint32(out.length - 4, content.length, true);
  return out;
}
