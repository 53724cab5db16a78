import { BARCODE_SOURCES, barcodes } from './barcodes.ts';
import { declared } from './declared.ts';
import type { GroupFinder } from './finder.ts';
import { homology } from './homology.ts';
import { imageHashes } from './image-hash.ts';
import { kinship } from './kinship.ts';
import { nearDuplicateSamples } from './near-duplicates.ts';
import { subjectColumns } from './subject-columns.ts';

/** Every way to find groups, the declared first. Another one is one file and one line here. */
export const groupFinders: readonly GroupFinder[] = [
  declared,
  barcodes,
  subjectColumns,
  nearDuplicateSamples,
  kinship,
  homology,
  imageHashes,
];

/** The sources that a study can overrule by name; `column:` goes on with the name of a column. */
export const INFERRED_SOURCES: readonly string[] = [
  ...BARCODE_SOURCES,
  ...groupFinders.filter((finder) => finder !== declared && finder !== barcodes).map(({ word }) => word),
];
