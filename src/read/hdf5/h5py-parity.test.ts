import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { missingPython, python, scratchFolder } from '../../../test/support/python.ts';
import { failureOf } from '../../../test/support/tables.ts';
import { FormatError } from '../../base/errors.ts';
import { fileSource } from '../file-source.node.ts';
import { type Hdf5Object, openHdf5 } from './hdf5-file.ts';
import type { Values } from './values.ts';

const missing = missingPython('h5py-parity.test', 'h5py', 'numpy');

/** One file with every storage, type and filter that is read, and what h5py reads back from it. */
const WRITE = `
import sys, json, h5py, numpy as np
path, libver, userblock, track = sys.argv[1], sys.argv[2], int(sys.argv[3]), sys.argv[4] == 'True'
r = np.random.default_rng(7)
f = h5py.File(path, 'w', libver=libver, userblock_size=userblock, track_order=track)
for t in ['i1','u1','i2','u2','i4','u4','i8','u8','f2','f4','f8','>i4','>u2','>i8','>f4','>f8','>f2']:
    values = r.integers(0, 100, 37) if t[-2] in 'iu' else r.normal(size=37)
    f['types/' + t.replace('>', 'big_')] = values.astype(t) * np.array(-1 if 'u' not in t else 1, t)
f['types/bool'] = r.random(9) > .5
f['types/scalar'] = 3.5
f['types/empty'] = np.zeros(0, 'f4')
f['text/fixed'] = np.array([b'ab', b'', b'abcdef'])
f['text/any'] = np.array(['ä', '', 'word ' * 30, 'x'], object)
f['text/many'] = np.array(['text %d' % k for k in range(5000)], object)
f['text/one'] = 'a scalar'
record = np.zeros(5, [('id', 'S4'), ('n', '<i4'), ('pair', '<f8', (2,)), ('word', h5py.string_dtype())])
for k in range(5): record[k] = (b'r%d' % k, k * 3, (k, -k), 'w%d' % k)
f['record'] = record
for name, more in [('gzip', dict(compression='gzip')), ('lzf', dict(compression='lzf')), ('shuffled', dict(compression='gzip', shuffle=True)),
    ('lzf_shuffled', dict(compression='lzf', shuffle=True)), ('summed', dict(fletcher32=True)), ('all', dict(compression='gzip', shuffle=True, fletcher32=True)),
    ('lzf_all', dict(compression='lzf', shuffle=True, fletcher32=True)), ('plain', {})]:
    f.create_dataset('chunks/' + name, data=np.round(r.normal(size=(53, 31)), 1).astype('f4'), chunks=(10, 7), **more)
f.create_dataset('chunks/one', data=np.arange(50), chunks=(50,), compression='gzip')
f.create_dataset('chunks/deep', data=r.normal(size=(7, 5, 6)), chunks=(3, 2, 4))
f.create_dataset('chunks/many', data=np.arange(3000), chunks=(2,), compression='gzip')
if libver == 'earliest':
    f.create_dataset('chunks/grows', data=np.arange(100), chunks=(9,), maxshape=(None,))
f.create_dataset('chunks/both', data=np.arange(600).reshape(20, 30), chunks=(2, 3), maxshape=(None, None))
f.create_dataset('chunks/both_packed', data=np.arange(600).reshape(20, 30), chunks=(2, 3), maxshape=(None, None), compression='gzip')
wide = f.create_group('wide')
for k in range(300): wide['column %d' % k] = [k]
for k in range(40): wide.attrs['attribute %d' % k] = 'value %d' % k
f.attrs['text'] = 'plain'; f.attrs['list'] = ['a', 'bc']; f.attrs['shape'] = [3, 4]; f.attrs['yes'] = True
f.attrs['empty'] = np.array([], 'f4'); f.attrs['ref'] = f['record'].ref
f.close()
def plain(v):
    v = np.asarray(v)
    if v.dtype.names: return {n: plain(v[n]) for n in v.dtype.names}
    v = v.ravel()
    if v.dtype.kind in 'SOU': return [x.decode() if isinstance(x, bytes) else str(x) for x in v]
    if v.dtype.kind == 'b': return [int(x) for x in v]
    return [float(x) for x in v]
out = {}
f = h5py.File(path, 'r')
f.visititems(lambda n, o: out.__setitem__(n, plain(o[()])) if isinstance(o, h5py.Dataset) else None)
print(json.dumps({'values': out, 'attrs': {k: plain(v) for k, v in f.attrs.items() if k != 'ref'}, 'wide': {k: plain(v) for k, v in f['wide'].attrs.items()}}))
`;

const plain = (values: Values): unknown =>
  values.kind === 'records'
    ? Object.fromEntries(values.fields.map((field) => [field.name, plain(field.values)]))
    : Array.from(values.values as ArrayLike<unknown>);

async function everything(object: Hdf5Object, out: Record<string, unknown> = {}): Promise<Record<string, unknown>> {
  if (object.isDataset) out[object.path] = plain(await object.dataset().values());
  for (const name of await object.names()) await everything((await object.find(name))!, out);
  return out;
}

describe.skipIf(missing !== '')('values, attributes and names are those of h5py', () => {
  const folder = missing ? '' : scratchFolder('h5py');
  test.each([
    ['earliest', 0, 'False'],
    ['latest', 0, 'False'],
    ['earliest', 1024, 'True'],
  ])('libver %s, user block %i, order tracked: %s', async (libver, userBlock, track) => {
    const path = join(folder, `${libver}-${userBlock}.h5`);
    const expected = python<{ values: object; attrs: object; wide: object }>(
      WRITE,
      path,
      libver,
      `${userBlock}`,
      track,
    );
    const root = await openHdf5(await fileSource(path));
    expect(await everything(root)).toEqual(expected.values);
    const attributes = async (object: Hdf5Object, names: string[]) =>
      Object.fromEntries(await Promise.all(names.map(async (name) => [name, plain((await object.attribute(name))!)])));
    expect(await attributes(root, Object.keys(expected.attrs))).toEqual(expected.attrs);
    expect(await attributes((await root.find('wide'))!, Object.keys(expected.wide))).toEqual(expected.wide);
    expect((await root.referred('ref'))!.dataset().count).toBe(5);
    expect(await root.find('nothing/there')).toBeUndefined();
    expect((await failureOf(root.need('recor'))).message).toContain("did you mean 'record'?");
  });

  test('values that were never written are refused, not taken for zeros', async () => {
    const path = join(folder, 'unwritten.h5');
    python(
      `import sys, h5py; f = h5py.File(sys.argv[1], 'w'); f.create_dataset('x', (10,), chunks=(2,), dtype='f4')[:4] = 1
f.create_dataset('y', (10,), dtype='f4'); f.close(); print(1)`,
      path,
    );
    const root = await openHdf5(await fileSource(path));
    for (const name of ['x', 'y'])
      expect(await failureOf((await root.need(name)).dataset().values())).toBeInstanceOf(FormatError);
  });
});
