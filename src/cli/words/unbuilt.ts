import type { Command } from 'commander';
import { UnsupportedError } from '../../base/errors.ts';

/** Commands of the contract that this version does not have yet: they say so, with exit code 4, rather than 'unknown command'. */
const UNBUILT = ['serve'] as const;

export function registerUnbuilt(program: Command): void {
  for (const name of UNBUILT) {
    program
      .command(name, { hidden: true })
      .allowUnknownOption()
      .argument('[args...]')
      .action(() => {
        throw new UnsupportedError({
          where: `cistron ${name}`,
          problem: 'this command is not built yet',
          hint: 'see cistron --help for those that are',
        });
      });
  }
}
