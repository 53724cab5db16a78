/** What a thread that does tasks loads. From src/ (tests), from dist/ and from the bundle in dist/cli/ the package is two folders up: this file stays where it is. */
export const THREAD_PROGRAM = new URL('../../dist/cli/task-thread.js', import.meta.url);
