import { parseHTML } from 'linkedom';
import { expect, test } from 'vitest';
import { exampleTargets } from '../../../test/support/report-input-targets.ts';
import { exampleLocations as locations } from '../../../test/support/report-locations.ts';
import { worldMap } from './world-map.ts';

const { document } = parseHTML('<!doctype html><html><body></body></html>');
const { record } = exampleTargets();

test('rings, answers and ellipses on land, and a sentence with the better baseline', async () => {
  const figure = worldMap({ ...record, locations }, document)!;
  await expect(figure.svg.replace('<svg', '<svg xmlns="http://www.w3.org/2000/svg"')).toMatchFileSnapshot(
    '__snapshots__/world-map.svg',
  );
  expect(figure.sentence).toContain(
    'within 412 km (95 % interval 330 km to 536 km) of where they come from; the mean place of the same region would place half within 1,235 km',
  );
  expect(figure.svg.match(/<circle/g)).toHaveLength(6);
  expect(worldMap(record, document)).toBeNull();
});
