import type { Locations } from '../../src/report/record.ts';

const score = (name: string, role: 'learner' | 'baseline', value: number) => ({
  ...{ name, role, 'mean-km': 1.4 * value },
  'median-km': { value, low: 0.8 * value, high: 1.3 * value },
});
const ellipse = { 'major-km': 600, 'minor-km': 250, angle: 30 };
/** Three places, one of them with too few samples for an ellipse. */
export const exampleLocations: Locations = {
  learner: 'ridge',
  scores: [
    score('ridge', 'learner', 412.4),
    score('mean-place', 'baseline', 6100),
    score('region-mean', 'baseline', 1234.6),
  ],
  places: [
    { latitude: 59, longitude: -3, samples: 15, predicted: { latitude: 53, longitude: 12 }, ellipse },
    { latitude: -4, longitude: 155, samples: 22, predicted: { latitude: 0, longitude: 140 }, ellipse },
    { latitude: 19, longitude: -99, samples: 3, predicted: { latitude: 15, longitude: -92 } },
  ],
};
