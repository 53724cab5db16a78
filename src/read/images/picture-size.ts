import { ParamError } from '../../base/errors.ts';

/** Height and width of `96x128`; of empty text undefined. @throws {ParamError} */
export function pictureSize(text: string, where: string): [number, number] | undefined {
  if (text === '') return undefined;
  const [, height, width] = /^\s*([1-9]\d{0,4})\s*[x×]\s*([1-9]\d{0,4})\s*$/.exec(text) ?? [];
  if (height && width) return [Number(height), Number(width)];
  throw new ParamError({ where, problem: `height x width expected, such as 96x128, got '${text}'` });
}
