// Writes docs/guide/{learners,steps}.md and docs/formats.md from the registries, so that the tables cannot disagree with the code.
//   node scripts/build.mjs && node scripts/make-docs.mjs [folder, default docs]
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { rangeText } from '../dist/base/params.js';
import { learners } from '../dist/learn/registry.js';
import { transforms } from '../dist/prepare/registry.js';
import { readers } from '../dist/read/registry.js';

const folder = process.argv[2] ?? join(dirname(dirname(fileURLToPath(import.meta.url))), 'docs');
mkdirSync(join(folder, 'guide'), { recursive: true });
const made = 'Made by `scripts/make-docs.mjs` from the registry: change the code, not this page.';

writeFileSync(
  join(folder, 'guide', 'learners.md'),
  page(
    'Learners',
    `What can stand under \`learners\` in a [study file](study-file.md). ${made}

A parameter given as a list is searched over by the inner folds; one whose value is itself a list, when it is given a list of lists. A bare
word searches the default grid.

A block of which fewer than a tenth of the values are not 0 is kept sparse; learners that do not take it so are given it in full.`,
    learners,
    (entry) => [gridLine(entry), traits(entry)].filter(Boolean).join(' '),
  ),
);
writeFileSync(
  join(folder, 'guide', 'steps.md'),
  page(
    'Preparation steps',
    `What can stand under \`prepare\` in a [study file](study-file.md). ${made}

Steps run in the order of the list. What a step learns, it learns from the training rows of a fold.`,
    transforms,
    () => '',
  ),
);

writeFileSync(
  join(folder, 'formats.md'),
  `# Formats

What \`cistron inspect\` and the \`file\` of a block open, known by their first bytes. ${made}
A study names another format with \`format\`, and what the reader is to do with \`read\`; the command with \`--format\` and \`--read name=value\`.
In a page, \`blobSource\` of a chosen file is read by pieces: a FASTA of 3 GB was indexed in 18 s and 1,000 intervals cut out of it in a second, with 14 MiB of heap
(headless Chromium, \`node bench/large-file.mjs\`). Compressed with gzip or bgzip where it is text. Every broken file ends in an error that names the place (exit code 3).

${[
  row(['format', 'extensions', 'holds', 'read', 'written', 'in pieces', 'limits']),
  row(['---', '---', '---', '---', '---', '---', '---']),
  ...readers.map((entry) =>
    row([
      `[${entry.word}](#${entry.word})`,
      entry.extensions.join(' '),
      entry.holds,
      'yes',
      entry.writes ? 'yes' : 'no',
      entry.streams ? 'yes' : 'no',
      entry.limits,
    ]),
  ),
].join('\n')}

${readers
  .map((entry) =>
    [
      `## ${entry.word}`,
      `${entry.title}. ${entry.doc}${entry.versions ? ` Reads ${entry.versions}.` : ''}`,
      paramsTable(entry.params),
    ].join('\n\n'),
  )
  .join('\n\n')}
`,
);

function page(title, lead, entries, more) {
  const sections = entries.map((entry) =>
    [`## ${entry.word}`, entry.doc, paramsTable(entry.params), more(entry)].filter(Boolean).join('\n\n'),
  );
  return `${[`# ${title}`, lead, ...sections].join('\n\n')}\n`;
}

function paramsTable(params) {
  const rows = Object.entries(params).map(([name, spec]) =>
    row([
      `\`${name}\`${spec.main ? ' (main)' : ''}`,
      `\`${Array.isArray(spec.default) ? `[${spec.default.join(', ')}]` : spec.default === '' ? "''" : spec.default}\``,
      values(spec),
      spec.doc,
    ]),
  );
  if (rows.length === 0) return 'No parameters.';
  return [row(['parameter', 'default', 'values', 'meaning']), row(['---', '---', '---', '---']), ...rows].join('\n');
}

function values(spec) {
  if (spec.type === 'choice') return spec.choices.map((choice) => `\`${choice}\``).join(', ');
  if (spec.type === 'boolean') return '`true`, `false`';
  if (spec.type === 'text') return 'text';
  if (spec.type === 'list') return 'a list of texts';
  return `${rangeText(spec)}${spec.unit ? ` (${spec.unit})` : ''}`;
}

function gridLine({ grid }) {
  const searched = Object.entries(grid).map(([name, list]) => `\`${name}: [${list.join(', ')}]\``);
  return searched.length > 0 ? `Searched by default: ${searched.join(', ')}.` : 'Nothing is searched by default.';
}

function traits({ categorical, sequences, network, weighted, sparse }) {
  const taken = [
    ...(categorical ? ['columns of words'] : []),
    ...(sequences ? ['the letters of sequences'] : []),
    ...(weighted ? ['sample weights'] : []),
    ...(sparse ? ['sparse tables as they are'] : []),
  ];
  const says = taken.length > 0 ? [`Takes ${taken.join(', ')}.`] : [];
  return [...says, ...(network ? ['A [network](networks.md).'] : [])].join(' ');
}

function row(cells) {
  return `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
}
