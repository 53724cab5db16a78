import type { StepConverter } from '../converters.ts';
import { columns } from '../doubles.ts';

/** Every step that keeps some of the features: drop-constant and the filters. */
export const selection: StepConverter = ({ json, arrays }, x) =>
  arrays.kept!.length === json.nFeatures ? x : columns(x, arrays.kept!);
