import type { StepConverter } from './converters.ts';
import { affine } from './steps/affine.ts';
import { arcsinh } from './steps/arcsinh.ts';
import { clip } from './steps/clip.ts';
import { impute } from './steps/impute.ts';
import { log2 } from './steps/log2.ts';
import { oneHot } from './steps/one-hot.ts';
import { ordinal } from './steps/ordinal.ts';
import { pca } from './steps/pca.ts';
import { cpm, fpkm, tpm } from './steps/per-million.ts';
import { selection } from './steps/selection.ts';

/** Every step that can stand in an exported graph: word of the registry → converter. */
export const stepConverters: Readonly<Record<string, StepConverter>> = {
  impute,
  'drop-constant': selection,
  'top-variance': selection,
  'anova-f': selection,
  'mutual-information': selection,
  'lasso-selection': selection,
  'stability-selection': selection,
  missingness: selection,
  maf: selection,
  hwe: selection,
  'ld-prune': selection,
  cpm,
  tpm,
  fpkm,
  log2,
  arcsinh,
  clip,
  standardize: affine,
  'min-max': affine,
  robust: affine,
  pca,
  'genotype-pca': pca,
  ordinal,
  'one-hot': oneHot,
};
