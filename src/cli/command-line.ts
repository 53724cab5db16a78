import { quoted } from '../study/jobs/job-files.ts';

/** What a shell takes as it stands. */
const PLAIN = /^[\w./=:@%+-]+$/;

/** A command as it can be typed again: words that a shell would take apart are quoted. */
export function commandLine(command: string, words: readonly string[]): string {
  return ['cistron', command, ...words.map((word) => (PLAIN.test(word) ? word : quoted(word)))].join(' ');
}
