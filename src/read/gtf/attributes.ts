/** The ninth column of an annotation: what a feature is called and belongs to. */
export type Attributes = (key: string) => string | undefined;

/** GTF: `gene_id "ENSG…"; gene_name "TP53"; level 2;`. The first of a key that comes again. */
export function gtfAttributes(text: string): Attributes {
  return (key) => {
    for (let at = text.indexOf(key); at >= 0; at = text.indexOf(key, at + 1)) {
      const before = at === 0 ? ';' : text[at - 1]!;
      const after = at + key.length;
      if ((before !== ';' && before !== ' ') || text[after] !== ' ') continue;
      if (text[after + 1] === '"') {
        const end = text.indexOf('"', after + 2);
        return end < 0 ? undefined : text.slice(after + 2, end);
      }
      const end = text.indexOf(';', after);
      return text.slice(after + 1, end < 0 ? text.length : end).trim();
    }
    return undefined;
  };
}

/** GFF3: `ID=gene-TP53;Name=TP53`, with percent signs for what would part it. */
export function gff3Attributes(text: string): Attributes {
  return (key) => {
    for (let at = text.indexOf(`${key}=`); at >= 0; at = text.indexOf(`${key}=`, at + 1)) {
      if (at > 0 && text[at - 1] !== ';' && text[at - 1] !== ' ') continue;
      const end = text.indexOf(';', at);
      return decoded(text.slice(at + key.length + 1, end < 0 ? text.length : end).trim());
    }
    return undefined;
  };
}

function decoded(text: string): string {
  if (!text.includes('%')) return text;
  try {
    return decodeURIComponent(text);
  } catch {
    return text; // a percent sign that stands for itself
  }
}
