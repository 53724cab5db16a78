/** Whether a name is meant by a pattern: the name itself, or a glob with * (any run of characters) and ? (one character). */
export function globMatcher(pattern: string): (name: string) => boolean {
  if (!/[*?]/.test(pattern)) return (name) => name === pattern;
  const source = pattern
    .replace(/[.+^${}()|[\]\\]/g, '\\$&')
    .replaceAll('*', '.*')
    .replaceAll('?', '.');
  const glob = new RegExp(`^${source}$`);
  return (name) => name === pattern || glob.test(name);
}
