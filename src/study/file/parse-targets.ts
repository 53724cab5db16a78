import { ConfigError } from '../../base/errors.ts';
import type { StudyFile } from './schema.ts';
import type { SamplesSpec } from './study.ts';

type At = (path: readonly (string | number)[]) => string;

/** One column is a target; a list, or a text with a *, is several, each predicted on its own. */
export function targetKeys({ target }: StudyFile['samples']): Pick<SamplesSpec, 'target' | 'targets'> {
  if (target === undefined) return {};
  if (typeof target === 'string' && !target.includes('*')) return { target };
  return { targets: [target].flat() };
}

/**
 * What does not go with several targets: it is about the classes of one, or would cost a whole study for each.
 * @param leaky asked for on the command line. @throws {ConfigError} naming the key.
 */
export function checkTargets(file: StudyFile, leaky: boolean, at: At): void {
  const { samples, task, validate = {}, report = {} } = file;
  if (!targetKeys(samples).targets) return;
  const refuse = (path: readonly string[], problem: string, hint: string): never => {
    throw new ConfigError({ where: at(path), problem, hint });
  };
  if (task === 'classification' || task === 'survival') {
    refuse(['task'], `several targets are numbers, got task: ${task}`, 'name one target, and run a study for each');
  }
  const { outer } = validate;
  const asked = [
    ...(samples.from === undefined ? [] : [['samples', 'from']]),
    ...(samples.positive === undefined ? [] : [['samples', 'positive']]),
    ...(typeof outer === 'object' && 'external' in outer ? [['validate', 'outer']] : []),
    ...(['permutation', 'learning-curve', 'power', 'leaky'] as const)
      .filter((key) => validate[key] !== undefined)
      .map((key) => ['validate', key]),
    ...(['prevalence', 'threshold', 'reject', 'subgroups', 'composition'] as const)
      .filter((key) => report[key] !== undefined)
      .map((key) => ['report', key]),
  ][0];
  if (asked) refuse(asked, `${asked.join('.')} does not go with several targets`, 'leave it out, or name one target');
  if (leaky) {
    const hint = 'leave it out, or name one target';
    throw new ConfigError({ where: '--leaky', problem: 'does not go with several targets', hint });
  }
}
