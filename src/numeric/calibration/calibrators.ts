import type { State, StateArray } from '../../table/contract.ts';
import type { CalibrationData } from './calibrator.ts';
import { type DirichletOptions, type DirichletState, dirichletCalibrator } from './dirichlet-calibrator.ts';
import { type IsotonicState, isotonicCalibrator } from './isotonic-calibrator.ts';
import { type SigmoidState, sigmoidCalibrator } from './sigmoid-calibrator.ts';
import { type TemperatureState, temperatureCalibrator } from './temperature-calibrator.ts';

/** A fitted calibration of any method. */
export type Calibration = SigmoidState | IsotonicState | TemperatureState | DirichletState;
export type CalibrationMethod = Calibration['method'];

export const CALIBRATION_METHODS = [
  'sigmoid',
  'isotonic',
  'temperature',
  'dirichlet',
] as const satisfies readonly CalibrationMethod[];

/** Fits one method. @param options of dirichlet. @throws as `Calibrator.fit`. */
export function fitCalibration(
  method: CalibrationMethod,
  data: CalibrationData,
  options?: DirichletOptions,
): Calibration {
  switch (method) {
    case 'sigmoid':
      return sigmoidCalibrator.fit(data);
    case 'isotonic':
      return isotonicCalibrator.fit(data);
    case 'temperature':
      return temperatureCalibrator.fit(data);
    case 'dirichlet':
      return dirichletCalibrator.fit(data, options);
  }
}

/** @param probabilities [n, nClasses] row-major; not modified. @returns the same shape; rows sum to 1. */
export function applyCalibration(calibration: Calibration, probabilities: Float64Array): Float64Array {
  switch (calibration.method) {
    case 'sigmoid':
      return sigmoidCalibrator.apply(calibration, probabilities);
    case 'isotonic':
      return isotonicCalibrator.apply(calibration, probabilities);
    case 'temperature':
      return temperatureCalibrator.apply(calibration, probabilities);
    case 'dirichlet':
      return dirichletCalibrator.apply(calibration, probabilities);
  }
}

/** What is written to a model file. */
export function calibrationToState({ method, ...facts }: Calibration): State {
  const entries = Object.entries(facts as Readonly<Record<string, number | StateArray>>);
  return {
    kind: method,
    json: Object.fromEntries(entries.filter(([, value]) => typeof value === 'number')),
    arrays: Object.fromEntries(entries.filter((entry): entry is [string, StateArray] => typeof entry[1] !== 'number')),
  };
}

export function calibrationFromState({ kind, json, arrays }: State): Calibration {
  return { method: kind, ...json, ...arrays } as unknown as Calibration;
}
