// docs/benchmarks.md from what `run.mjs --write` left in bench/results.
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { goalFiles, goalOf } from './goals.mjs';

const here = import.meta.dirname;

export function render() {
  const folder = join(here, 'results');
  const results = readdirSync(folder)
    .filter((file) => file.endsWith('.json'))
    .sort((a, b) => order(a) - order(b) || (a < b ? -1 : 1))
    .map((file) => ({ name: file.replace('.json', ''), ...JSON.parse(readFileSync(join(folder, file), 'utf8')) }));
  const of = (kind) => results.flatMap(({ facts }) => facts.filter((fact) => fact[kind]).map((fact) => fact[kind]));
  const page = [
    '# Benchmarks',
    `Made by \`bench/render.mjs\` from the measurements in \`bench/results/\`; \`npm run bench -- --write\` replaces them. Medians over rounds in
which all contenders take their turn; two threads each unless a row says otherwise; times of the work alone, without reading. The ratio is
peer / ours: above 1, ours is faster. Memory is the peak of the whole process, the table included. Data is simulated from fixed seeds unless
named. How close the results are: [parity](parity.md).`,
    ...busy(results),
    ...comparisons(results),
    ...growth(of('growth')),
    ...ablation(of('ablation')),
    ...tasks(of('tasks')),
    machines(results),
  ];
  writeFileSync(join(here, '../docs/benchmarks.md'), `${page.join('\n\n')}\n`);
}

const order = (file) => (goalFiles.indexOf(file.replace('.json', '')) + goalFiles.length + 1) % (goalFiles.length + 1);

function comparisons(results) {
  const rows = results.flatMap(({ name, facts }) =>
    facts
      .filter(({ work }) => work)
      .flatMap(({ work, ours, peers, note }) =>
        Object.entries(peers).map(([peer, theirs]) => {
          const goal = goalOf(work, peer);
          const ratio = theirs.seconds / ours.seconds;
          const aim = goal ? `≥ ${goal} ×${ratio >= goal ? '' : ', missed'}` : '';
          const rounds = theirs.rounds === ours.rounds ? `${ours.rounds}` : `${ours.rounds}, ${theirs.rounds ?? 1}`;
          const cells = [work, cost(ours), `${peer} ${cost(theirs)}`, `${ratio.toFixed(1)} ×`, aim, rounds, name, note];
          return { goal, cells };
        }),
      ),
  );
  const head = ['work', 'ours', 'peer', 'ratio', 'goal', 'rounds', 'file', 'note'];
  const [aimed, others] = [rows.filter(({ goal }) => goal), rows.filter(({ goal }) => !goal)];
  return [
    `## Against the peers, with goals\n\n${table(head, aimed)}`,
    ...(others.length > 0
      ? [
          `## Further work\n\n${table(
            head.filter((word) => word !== 'goal'),
            others.map(({ cells }) => ({ cells: cells.toSpliced(4, 1) })),
          )}`,
        ]
      : []),
  ];
}

function growth(facts) {
  if (facts.length === 0) return [];
  const rows = facts.map(({ work, axis, sizes, fixed, seconds, peakMiB, timeExponent, memoryExponent, rounds }) => ({
    cells: [
      ...[
        work,
        `${axis} ${sizes.map((v) => v.toLocaleString('en')).join(', ')} (${fixed.toLocaleString('en')} ${axis === 'features' ? 'samples' : 'features'})`,
      ],
      ...[
        seconds.map(time).join(', '),
        timeExponent.toFixed(2),
        peakMiB.map((v) => Math.round(v)).join(', '),
        memoryExponent.toFixed(2),
        `${rounds}`,
      ],
    ],
  }));
  return [
    `## Growth

Time of the fit and peak memory beyond Node's own, MiB, the table included (a float32 table of 1,000 × 20,000 is 76 MiB). An exponent b
says that the cost goes as size^b, by least squares of the logarithms; fixed costs make it smaller at small sizes. \`npm run bench -- growth --write\`

${table(['work', 'size', 'time', 'exponent', 'memory', 'exponent', 'rounds'], rows)}`,
  ];
}

function ablation(facts) {
  if (facts.length === 0) return [];
  const rows = facts.map(({ trick, work, without, seconds, secondsWithout, rounds }) => ({
    cells: [
      trick,
      work,
      time(seconds),
      `${without}: ${time(secondsWithout)}`,
      `${(secondsWithout / seconds).toFixed(2)} ×`,
      `${rounds}`,
    ],
  }));
  return [
    `## What each trick gives

The same work with a trick and without it, in turn. \`npm run bench -- ablation --write\`

${table(['trick', 'work', 'with', 'without', 'gain', 'rounds'], rows)}`,
  ];
}

function tasks(facts) {
  if (facts.length === 0) return [];
  const rows = facts.map(({ study, name, jobs, cpuSeconds, wallSeconds, overhead, speedUp, rounds }) => ({
    cells: [
      ...[study, jobs ? `${name}, ${jobs} jobs` : name, time(cpuSeconds), `${(100 * overhead).toFixed(1)} %`],
      ...[time(wallSeconds), speedUp.toFixed(2), `${rounds}`],
    ],
  }));
  return [
    `## Tasks and workers

A study in one process, and by plan and tasks: processor time of all processes and what it is more than that of the first row, wall time and how many
times less it is. All end with the same bytes. \`npm run bench -- tasks --write\`

${table(['study', 'by', 'processor time', 'more', 'wall time', 'speed-up', 'rounds'], rows)}`,
  ];
}

function machines(results) {
  const about = ({ processor, cores, memoryGiB, node, peers }) => {
    const versions = Object.entries(peers).map((entry) => entry.join(' '));
    return [`${processor}, ${cores} cores, ${memoryGiB} GiB`, `Node ${node}`, ...versions].join('; ');
  };
  const distinct = [...new Set(results.map(({ machine }) => about(machine)))];
  const rows = results.map(({ name, machine, date, load, minutes, command }) => {
    const which = distinct.indexOf(about(machine)) + 1;
    return { cells: [name, `\`${command}\``, date, `${which}`, `${load.before}, ${load.after}`, minutes.toFixed(1)] };
  });
  return `## Where and when

${distinct.map((text, m) => `${m + 1}. ${text}`).join('\n')}

Load is the mean number of processes that ran or waited for a core, over the minute before and the last minute: well above the cores after, or
above 1 before, others were busy.

${table(['file', 'command', 'date', 'machine', 'load before, after', 'minutes'], rows)}`;
}

/** Says so where others were at work beside a benchmark. */
function busy(results) {
  const names = results.filter(({ load, machine }) => load.before > machine.cores + 1).map(({ name }) => name);
  return names.length === 0
    ? []
    : [
        `**Measured while others kept the machine busy, to be measured again: ${names.join(', ')}.** Their numbers are no evidence for or against a goal.`,
      ];
}

function table(head, rows) {
  const lines = [head, head.map(() => '---'), ...rows.map(({ cells }) => cells)];
  return lines.map((cells) => `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`).join('\n');
}

export const time = (s) => `${s >= 100 ? s.toFixed(0) : s.toPrecision(3)} s`;
const cost = ({ seconds, peakMiB }) => `${time(seconds)}${peakMiB > 0 ? `, ${Math.round(peakMiB)} MiB` : ''}`;
