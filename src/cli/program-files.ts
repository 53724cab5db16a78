import { fileURLToPath } from 'node:url';

// Two folders up is the package, from src/cli (tests) and from dist/cli (where the command is one bundle) alike.
const inPackage = (path: string) => fileURLToPath(new URL(`../../${path}`, import.meta.url));

/** The file that starts `cistron`. */
export const MAIN = inPackage('dist/cli/main.js');
/** What that file and its threads load: all that can change a result. */
export const PROGRAM = [inPackage('dist/cli/'), inPackage('dist/kernels/')] as const;
export const READY_STUDIES = inPackage('studies/');
/** Profiles of Snakemake. */
export const PROFILES = inPackage('workflows/profiles/');
