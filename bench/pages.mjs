// The checkout served to a page of Chromium: isolated, so that WebAssembly has threads, with the names of packages that dist imports.
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { extname, join, normalize } from 'node:path';

const root = join(import.meta.dirname, '..');
const TYPES = { '.js': 'text/javascript', '.mjs': 'text/javascript', '.wasm': 'application/wasm' };
const PAGE = `<!doctype html><script type="importmap">${JSON.stringify({
  imports: { '@noble/hashes/': '/node_modules/@noble/hashes/', fflate: '/node_modules/fflate/esm/browser.js' },
})}</script>`;
const ISOLATED = { 'Cross-Origin-Opener-Policy': 'same-origin', 'Cross-Origin-Embedder-Policy': 'require-corp' };

/** @returns where the page is, and how to end. */
export async function servePages() {
  const server = createServer(async ({ url }, response) => {
    const path = normalize(new URL(url, 'http://localhost').pathname);
    const file = path === '/' ? PAGE : await readFile(join(root, path)).catch(() => undefined);
    const type = path === '/' ? 'text/html' : (TYPES[extname(path)] ?? 'application/octet-stream');
    response.writeHead(file === undefined ? 404 : 200, { 'Content-Type': type, ...ISOLATED });
    response.end(file);
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  return { origin: `http://127.0.0.1:${server.address().port}`, close: () => server.close() };
}
