// Checks that the source tree keeps the rules of the house: who may import whom, no cycles, where `node:` and the network may stand, how long a file is.
//   node scripts/check-house.mjs [source folder, default src]
// Prints `file:line: rule; what to do`; exits 1 on a violation. Long files are named, but do not fail.
//
// Layers count `import type` as well: a type is knowledge of a room. Cycles leave `import type` out: it is erased, so it cannot make
// one module wait for another. Tests may import anything, but no cycle.
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, posix, relative } from 'node:path';
import { fileURLToPath } from 'node:url';

/** A room may import itself and the rooms of lower floors; rooms of one floor do not know each other. */
const FLOORS = [
  ['base'],
  ['table'],
  ['kernels', 'graph'],
  ['numeric', 'sample', 'metric'],
  ['read', 'fetch', 'simulate', 'prepare', 'learn'],
  ['validate'],
  ['explain'],
  ['report'],
  ['study'],
  ['cli', 'workbench', 'serve'],
];
const LONG = 400;
const KERNEL_SOURCE = 'kernels/assembly/'; // AssemblyScript: compiled by itself, imports written without `.ts`
const LEARNERS = 'learn';
const LEARNER_REGISTRY = 'learn/registry.ts';
const NETWORK_MODULES = /^(node:)?(https?|http2|net|tls|dgram|dns)(\/|$)|^undici$/;
/** Calls of the platform's own clients; a method of that name is none. */
const NETWORK_CALLS = /(?<![\w$.])(fetch|new (?:WebSocket|XMLHttpRequest|EventSource))\(/g;

const IMPORTS = [
  /^import\s+(?<type>type\s(?!\s*from\b))?(?:[\w$*\s{},]+?\sfrom\s*)?['"](?<from>[^'"\n]+)['"]/gm,
  /^export\s+(?<type>type\s+)?(?:\*(?:\s+as\s+[\w$]+)?|\{[^}]*\})\s*from\s*['"](?<from>[^'"\n]+)['"]/gm,
  /\bimport\(\s*['"](?<from>[^'"\n]+)['"]/g,
];

const floorOf = new Map(FLOORS.flatMap((rooms, floor) => rooms.map((room) => [room, floor])));
const root = process.argv[2] ?? join(dirname(dirname(fileURLToPath(import.meta.url))), 'src');
const shown = (file) => join(relative(process.cwd(), root), file);

const files = readSources(root);
const violations = [...files.values()].flatMap((file) => [
  ...placeOf(file),
  ...networkOf(file),
  ...file.imports.flatMap((to) => judge(file, to)),
]);
violations.push(...cycles(files));
violations.sort((a, b) => (a.file < b.file ? -1 : a.file > b.file ? 1 : a.line - b.line));
for (const { path, lines } of files.values()) {
  if (lines > LONG)
    console.warn(`${shown(path)}:${LONG}: warning: ${lines} lines; past ${LONG} a file probably holds two things`);
}
for (const { file, line, text } of violations) console.error(`${shown(file)}:${line}: ${text}`);
console.log(`house: ${files.size} files, ${violations.length} violation${violations.length === 1 ? '' : 's'}`);
process.exitCode = violations.length > 0 ? 1 : 0;

/** Every .ts file under the folder: path inside it (with /) → what it imports. */
function readSources(folder) {
  const paths = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith('.ts') && !entry.name.endsWith('.d.ts'))
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)).replaceAll('\\', '/'))
    .sort();
  return new Map(
    paths.map((path) => {
      const text = readFileSync(join(folder, path), 'utf8');
      const lines = text.split('\n').length - (text.endsWith('\n') ? 1 : 0);
      return [path, { path, lines, imports: importsOf(text, path), calls: networkCalls(text) }];
    }),
  );
}

/**
 * Imports and re-exports, static and dynamic. Found by pattern, not by parsing: static ones start a line (the formatter sees to that);
 * a dynamic one on a comment line is not one.
 */
function importsOf(text, path) {
  const found = IMPORTS.flatMap((pattern) => [...text.matchAll(pattern)]).filter(({ index }) => {
    const before = text.slice(text.lastIndexOf('\n', index - 1) + 1, index);
    return !/^\s*(\/\/|\/?\*)/.test(before);
  });
  return found
    .map(({ 0: whole, index, groups: { from, type } }) => {
      const local = from.startsWith('.') ? posix.join(posix.dirname(path), from) : undefined;
      return {
        specifier: from,
        target: local && isKernelSource(path) && !local.endsWith('.ts') ? `${local}.ts` : local,
        typeOnly: type !== undefined,
        line: text.slice(0, index + whole.length).split('\n').length,
      };
    })
    .sort((a, b) => a.line - b.line);
}

/** A folder that no floor names would escape every rule. */
function placeOf({ path }) {
  const room = roomOf(path);
  if (room === undefined || floorOf.has(room)) return [];
  return [
    {
      file: path,
      line: 1,
      text: `room '${room}' stands on no floor; move the file, or add the room to FLOORS in scripts/check-house.mjs`,
    },
  ];
}

/** Lines that call the network, comments aside. */
function networkCalls(text) {
  return text
    .split('\n')
    .flatMap((line, i) =>
      /^\s*(\/\/|\/?\*)/.test(line) ? [] : [...line.matchAll(NETWORK_CALLS)].map(([, name]) => ({ name, line: i + 1 })),
    );
}

/** Only `fetch` uses the network; `serve` answers on it, and in a browser even our own kernels are fetched from the page's server. */
function networkOf({ path, imports, calls }) {
  if (isTest(path) || ['fetch', 'serve'].includes(roomOf(path)) || path.endsWith('.browser.ts')) return [];
  const used = [
    ...imports
      .filter(({ specifier }) => NETWORK_MODULES.test(specifier))
      .map(({ specifier, line }) => ({ name: specifier, line })),
    ...calls,
  ];
  return used.map(({ name, line }) => ({
    file: path,
    line,
    text: `'${name}' uses the network, which only the room 'fetch' may; have what it gives handed in`,
  }));
}

function judge({ path }, { specifier, target, line }) {
  const broken = (text) => ({ file: path, line, text });
  if (isTest(path)) return [];
  if (specifier.startsWith('node:')) {
    if (isNodeFile(path)) return [];
    return [
      broken(
        `'${specifier}' in a file that must run in a browser; take what it gives as an argument, or move this to a *.node.ts file`,
      ),
    ];
  }
  if (target === undefined || target.startsWith('..')) return [];
  const out = [];
  if (isNodeFile(target) && !isNodeFile(path)) {
    out.push(
      broken(
        `browser-safe file imports '${target}', which needs Node; take what it gives as an argument, or rename this file to *.node.ts`,
      ),
    );
  }
  if (isTest(target)) out.push(broken(`imports the test '${target}'; move what they share to a file of its own`));
  if (isKernelSource(path) !== isKernelSource(target)) {
    out.push(
      broken(`'${target}': AssemblyScript and TypeScript do not import each other; call kernels through the executor`),
    );
    return out;
  }
  return [...out, ...judgeLayer(path, target).map(broken)];
}

function judgeLayer(path, target) {
  const from = roomOf(path);
  const to = roomOf(target);
  if (to === undefined)
    return from === undefined
      ? []
      : [`'${from}' imports '${target}', the front door of the library; import from the room that has it`];
  if (from === undefined) return [];
  if (from === to) return from === LEARNERS ? judgeFamily(path, target) : [];
  const [low, high] = [floorOf.get(to), floorOf.get(from)];
  if (low === undefined || high === undefined || low < high) return [];
  const rule =
    low === high
      ? `'${from}' and '${to}' stand on one floor and do not import each other`
      : `'${from}' stands below '${to}' and must not import it`;
  return [`${rule}; sink what they share to a lower floor, or have it handed in`];
}

function judgeFamily(path, target) {
  const [from, to] = [path, target].map((file) => (file.split('/').length > 2 ? file.split('/')[1] : undefined));
  if (to === undefined || from === to || path === LEARNER_REGISTRY) return [];
  const who = from === undefined ? `'${path}'` : `learner family '${from}'`;
  return [
    `${who} imports family '${to}'; sink what they share to 'numeric' or 'sample' (only ${LEARNER_REGISTRY} knows all families)`,
  ];
}

/** One violation for every import that closes a cycle, by depth-first search. */
function cycles(all) {
  const state = new Map(); // absent: not seen; 'open': on the way; 'done'
  const way = [];
  const out = [];
  const visit = (path) => {
    state.set(path, 'open');
    way.push(path);
    for (const { target, typeOnly, line } of all.get(path).imports) {
      if (typeOnly || !all.has(target)) continue;
      if (state.get(target) === 'open') {
        const ring = [...way.slice(way.indexOf(target)), target];
        out.push({
          file: path,
          line,
          text: `import cycle ${ring.join(' → ')}; move what they share to a file of its own, or make it \`import type\``,
        });
      } else if (!state.has(target)) visit(target);
    }
    way.pop();
    state.set(path, 'done');
  };
  for (const path of all.keys()) if (!state.has(path)) visit(path);
  return out;
}

/** First folder, or undefined for a file at the top (the front door: it may import every room). */
function roomOf(path) {
  return path.includes('/') ? path.slice(0, path.indexOf('/')) : undefined;
}
function isTest(path) {
  return path.endsWith('.test.ts');
}
function isNodeFile(path) {
  return path.endsWith('.node.ts') || path.startsWith('cli/') || path.startsWith('serve/');
}
function isKernelSource(path) {
  return path.startsWith(KERNEL_SOURCE);
}
