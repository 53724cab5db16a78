import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';

const EVERY_MS = 50;

/** Hash of what a run ends with: predictions, model, the record but for the seconds that it took, and the names of all results. */
export function endOf(folder) {
  const hash = createHash('sha256');
  for (const name of ['predictions.tsv', 'model.cistron']) hash.update(readFileSync(join(folder, name)));
  const record = JSON.parse(readFileSync(join(folder, 'run.json'), 'utf8'), (key, value) =>
    key === 'seconds' ? 0 : value,
  );
  hash.update(JSON.stringify(record));
  hash.update([...resultsIn(folder).keys()].sort().join());
  return hash.digest('hex');
}

/** Finished results: name → inode. */
export function resultsIn(folder) {
  const tasks = join(folder, 'tasks');
  return new Map(
    namesIn(tasks)
      .filter((name) => name.endsWith('.json'))
      .map((name) => [name, statSync(join(tasks, name)).ino]),
  );
}

/**
 * Watches a run for tasks that are done although they were finished: a result that is written again gets another inode, and who has done a task says
 * so, in the log of the task or in `events.jsonl`.
 * @returns what ends it, and gives what was seen, in words.
 */
export function watchResults(folder) {
  const first = new Map();
  const again = new Set();
  const look = () => {
    for (const [name, inode] of resultsIn(folder)) {
      if (!first.has(name)) first.set(name, inode);
      else if (first.get(name) !== inode) again.add(`${name} was written again`);
    }
  };
  const timer = setInterval(look, EVERY_MS);
  return () => {
    clearInterval(timer);
    look();
    return [...again, ...doneTwice(folder)];
  };
}

function doneTwice(folder) {
  const counts = new Map();
  const count = (id) => counts.set(id, (counts.get(id) ?? 0) + 1);
  for (const { event, id } of linesOf(join(folder, 'events.jsonl'))) if (event === 'task') count(id);
  for (const name of namesIn(join(folder, 'tasks')).filter((one) => one.endsWith('.log'))) {
    for (const { event } of linesOf(join(folder, 'tasks', name))) if (event === 'done') count(name.slice(0, -4));
  }
  return [...counts].filter(([, times]) => times > 1).map(([id, times]) => `${id} was done ${times} times`);
}

/** JSON lines; one that a kill has cut short is none. */
function linesOf(file) {
  let text;
  try {
    text = readFileSync(file, 'utf8');
  } catch {
    return [];
  }
  return text.split('\n').flatMap((line) => {
    try {
      return [JSON.parse(line)];
    } catch {
      return [];
    }
  });
}

function namesIn(folder) {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}
