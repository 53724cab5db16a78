import { textValues } from '../../table/annotations.ts';
import type { FileBlock } from '../reader.ts';

/** What is known of each variant of a block, as text, null where it is not known: what a format of genotypes writes. */
export interface Sites {
  readonly chromosome: Texts;
  readonly position: Texts;
  readonly id: Texts;
  readonly ref: Texts;
  readonly alt: Texts;
}
type Texts = readonly (string | null)[];

/** What formats of genotypes have a place for, as `Keeps.features`. */
export const SITE_COLUMNS = ['chromosome', 'position', 'id', 'ref', 'alt'] as const satisfies readonly (keyof Sites)[];

/** Undefined where the alleles of the features are not told. */
export function sitesOf({ block, features }: FileBlock): Sites | undefined {
  const unknown = block.features.map(() => null);
  const texts = (name: string): Texts | undefined => {
    const found = features?.columns.find((column) => column.name === name);
    return found && textValues(found);
  };
  const [ref, alt] = [texts('ref'), texts('alt')];
  if (!ref || !alt) return undefined;
  const [chromosome = unknown, position = unknown, id = unknown] = ['chromosome', 'position', 'id'].map(texts);
  return { chromosome, position, id, ref, alt };
}
