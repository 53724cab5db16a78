import { ConfigError } from '../../base/errors.ts';
import { nearest } from '../../base/nearest.ts';
import { INFERRED_SOURCES } from '../../validate/groups/finders.ts';
import type { ValidateSpec } from './study.ts';

type Place = (path: readonly (string | number)[]) => string;

/**
 * The sources of groups that a study overrules.
 * @throws {ConfigError} a source that no finder has, with the nearest; a declared one; one named twice.
 */
export function ignoredGroups(
  given: readonly { readonly source: string; readonly reason: string }[] | undefined,
  at: Place,
): ValidateSpec['ignoreGroups'] {
  const seen = new Set<string>();
  for (const [k, { source }] of (given ?? []).entries()) {
    const wrong = (problem: string, hint: string): never => {
      throw new ConfigError({ where: at(['validate', 'ignore-groups', k]), problem, hint });
    };
    const [word, ...column] = source.split(':');
    if (word === 'declared') {
      wrong(`'${source}' is declared by this study`, 'take the column out of samples.group instead');
    }
    if (!INFERRED_SOURCES.includes(word!)) {
      const near = nearest(word!, INFERRED_SOURCES);
      wrong(
        `unknown source of groups '${source}'`,
        near
          ? `did you mean '${[near, ...column].join(':')}'?`
          : `the sources are: ${INFERRED_SOURCES.map((one) => (one === 'column' ? 'column:<name>' : one)).join(', ')}`,
      );
    }
    if ((word === 'column') !== column.length > 0) {
      wrong(`'${source}' does not name a source`, word === 'column' ? 'write column:<name>' : `write ${word}`);
    }
    if (seen.has(source)) wrong(`'${source}' is overruled twice`, 'keep one of them');
    seen.add(source);
  }
  return given ?? [];
}
