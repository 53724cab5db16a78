// Runs in a page of Chromium, see chromium.mjs.
import { createExecutor } from '/dist/index.browser.js';
import { memoryFolder, memorySource, parseStudy, runStudy } from '/dist/index.js';

/** @param text of the study file. @returns file name → SHA-256 of what the run ends with. */
export async function hashesOf({ text, file, quick }) {
  const folder = memoryFolder();
  const executor = await createExecutor({ kernels: '/dist/kernels/', threads: 2 });
  if (executor.threads !== 2) throw new Error(`the page has ${executor.threads} thread`);
  const resolve = (path) => (path.startsWith('/') ? path : `${file.replace(/[^/]*$/, '')}${path}`);
  await runStudy(parseStudy(text, file, { resolve, ...(quick ? { quick } : {}) }), {
    open: async (path) => memorySource(path, await bytesOf(path)),
    folder: async () => folder,
    executor,
    signal: new AbortController().signal,
    progress() {},
    state() {},
    now: () => Date.now(),
  });
  await executor.close();
  const ends = [...folder.files].filter(([name]) => /^predictions\.tsv$|\.cistron$/.test(name));
  return Object.fromEntries(await Promise.all(ends.map(async ([name, bytes]) => [name, await sha256(bytes)])));
}

async function bytesOf(path) {
  const response = await fetch(`/file?path=${encodeURIComponent(path)}`);
  if (!response.ok) throw new Error(`${path}: HTTP ${response.status}`);
  return new Uint8Array(await response.arrayBuffer());
}

async function sha256(bytes) {
  const digest = await crypto.subtle.digest('SHA-256', bytes);
  return [...new Uint8Array(digest)].map((byte) => byte.toString(16).padStart(2, '0')).join('');
}
