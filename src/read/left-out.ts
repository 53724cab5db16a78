import type { Annotations } from '../table/annotations.ts';
import type { FileContent, Keeps } from './reader.ts';

const SHOWN = 5;

/** What of a content has no place in a format that keeps less: one sentence each, for a person who converts a file. */
export function leftOut(content: FileContent, keeps: Keeps): string[] {
  if (content.holds !== 'blocks') return [];
  const [main, ...others] = content.blocks;
  return [
    ...(others.length > 0
      ? [`block '${main!.block.name}' is written, not ${quoted(others.map(({ block }) => block.name))}`]
      : []),
    ...columnsLost('samples', content.samples, keeps.samples),
    ...columnsLost('features', main?.features, keeps.features),
  ];
}

function columnsLost(of: string, known: Annotations | undefined, kept: Keeps['samples']): string[] {
  if (kept === 'all') return [];
  const lost = (known?.columns ?? []).map(({ name }) => name).filter((name) => !kept.includes(name));
  return lost.length > 0
    ? [`what is known of the ${of} is not written, the format has no place for it: ${quoted(lost)}`]
    : [];
}

function quoted(names: readonly string[]): string {
  const more = names.length > SHOWN ? ` and ${names.length - SHOWN} more` : '';
  return `${names
    .slice(0, SHOWN)
    .map((name) => `'${name}'`)
    .join(', ')}${more}`;
}
