import type { Hdf5Object } from '../hdf5/hdf5-file.ts';

/** The matrices that can be asked for, in words of the parameter `part`. */
export async function listParts(root: Hdf5Object): Promise<string[]> {
  const names = await root.names();
  const within = async (group: string) => {
    const found = names.includes(group) ? await root.find(group) : undefined;
    if (!found) return [];
    const own = found.isDataset ? recordNames(found) : await found.names();
    return own.map((name) => `${group}/${name}`);
  };
  const raw = (await root.find('raw/X')) ?? (await root.find('raw.X'));
  return [
    ...(names.includes('X') ? ['X'] : []),
    ...(raw ? ['raw'] : []),
    ...(await within('layers')),
    ...(await within('obsm')),
  ];
}

/** Before 0.7 obsm was one dataset of records. */
function recordNames(object: Hdf5Object): string[] {
  const { type } = object.dataset();
  return type.kind === 'record' ? type.fields.map(({ name }) => name) : [];
}

/** The matrix of a part and the frame of its features. Before 0.7, raw stood in `raw.X` and `raw.var`. */
export async function findPart(
  root: Hdf5Object,
  part: string,
): Promise<{ readonly matrix: Hdf5Object; readonly var: Hdf5Object } | undefined> {
  const isRaw = part === 'raw';
  if (!isRaw && part !== 'X' && !part.startsWith('layers/')) return undefined;
  const matrix = isRaw ? ((await root.find('raw/X')) ?? (await root.find('raw.X'))) : await root.find(part);
  const features = isRaw ? ((await root.find('raw/var')) ?? (await root.find('raw.var'))) : await root.find('var');
  return matrix && features ? { matrix, var: features } : undefined;
}
