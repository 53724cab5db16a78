import { expect, test } from 'vitest';
import { classColour, classDash, classSymbol, DARK, LIGHT, type Palette } from './palette.ts';

type Triple = readonly number[];
const multiply = (matrix: readonly Triple[], v: Triple) =>
  matrix.map((row) => row.reduce((sum, a, i) => sum + a * v[i]!, 0));

function linearRgb(hex: string): Triple {
  return [1, 3, 5].map((i) => {
    const c = Number.parseInt(hex.slice(i, i + 2), 16) / 255;
    return c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4;
  });
}

/** sRGB to CIE XYZ, D65 (IEC 61966-2-1); its middle row gives the relative luminance of WCAG. */
const XYZ = [
  [0.4124, 0.3576, 0.1805],
  [0.2126, 0.7152, 0.0722],
  [0.0193, 0.1192, 0.9505],
];
const luminance = (hex: string) => multiply(XYZ, linearRgb(hex))[1]!;

function lab(rgb: Triple): Triple {
  const clipped = rgb.map((c) => Math.min(1, Math.max(0, c)));
  const [x, y, z] = multiply(XYZ, clipped).map((value, i) => {
    const t = value / [0.95047, 1, 1.08883][i]!;
    return t > 0.008856 ? Math.cbrt(t) : 7.787 * t + 16 / 116;
  }) as [number, number, number];
  return [116 * y - 16, 500 * (x - y), 200 * (y - z)];
}

/** Full colour blindness simulated in linear RGB: Machado, Oliveira & Fernandes 2009, IEEE TVCG 15(6), severity 1.0. */
const SIGHT = {
  normal: [
    [1, 0, 0],
    [0, 1, 0],
    [0, 0, 1],
  ],
  protan: [
    [0.152286, 1.052583, -0.204868],
    [0.114503, 0.786281, 0.099216],
    [-0.003882, -0.048116, 1.051998],
  ],
  deutan: [
    [0.367322, 0.860646, -0.227968],
    [0.280085, 0.672501, 0.047413],
    [-0.01182, 0.04294, 0.968881],
  ],
  tritan: [
    [1.255528, -0.076749, -0.178779],
    [-0.078411, 0.930809, 0.147602],
    [0.004733, 0.691367, 0.3039],
  ],
};

function contrast(a: string, b: string): number {
  const [low, high] = [luminance(a), luminance(b)].sort((x, y) => x - y);
  return (high! + 0.05) / (low! + 0.05);
}

test.each([
  ['light', LIGHT],
  ['dark', DARK],
] as [string, Palette][])('in the %s palette text has a contrast of 4.5:1 and every class colour 3:1', (_, palette) => {
  for (const text of ['ink', 'muted', 'accent', 'good', 'caution', 'bad'] as const) {
    expect(contrast(palette[text], palette.page), text).toBeGreaterThanOrEqual(4.5);
  }
  expect(contrast(palette.ink, palette.panel)).toBeGreaterThanOrEqual(4.5);
  expect(contrast(palette.ink, palette.cell), 'ink on a full cell').toBeGreaterThanOrEqual(4.5);
  for (const colour of palette.classes) expect(contrast(colour, palette.page), colour).toBeGreaterThanOrEqual(3);
});

test('both palettes name the same number of class colours', () => {
  expect(DARK.classes).toHaveLength(LIGHT.classes.length);
});

test('a ramp goes from faint to strong in even steps of lightness, and its faintest is still seen', () => {
  for (const { ramp, page } of [LIGHT, DARK]) {
    expect(ramp).toHaveLength(LIGHT.ramp.length);
    const lightness = ramp.map((colour) => lab(linearRgb(colour))[0]!);
    const towards = Math.sign(lab(linearRgb(page))[0]! - lightness[0]!);
    const steps = lightness.slice(1).map((value, i) => (lightness[i]! - value) * towards);
    for (const step of steps) expect(step).toBeGreaterThanOrEqual(6);
    expect(Math.max(...steps) - Math.min(...steps)).toBeLessThanOrEqual(4);
    expect(contrast(ramp[0]!, page)).toBeGreaterThanOrEqual(3);
  }
});

test('no two of 56 classes share both colour and symbol, nor both colour and dash', () => {
  const classes = Array.from({ length: 56 }, (_, k) => k);
  expect(new Set(classes.map((k) => classColour(k) + classSymbol(k))).size).toBe(56);
  expect(new Set(classes.map((k) => classColour(k) + classDash(k))).size).toBe(56);
});

test.each([
  ['normal', 25],
  ['protan', 20],
  ['deutan', 20],
  ['tritan', 12],
] as const)('to %s sight any two class colours are at least %i apart (CIE 1976 ΔE)', (sight, least) => {
  for (const { classes } of [LIGHT, DARK]) {
    const seen = classes.map((colour) => lab(multiply(SIGHT[sight], linearRgb(colour))));
    for (let i = 0; i < seen.length; i++) {
      for (let j = 0; j < i; j++) {
        const distance = Math.hypot(...seen[i]!.map((value, c) => value - seen[j]![c]!));
        expect(distance, `${classes[i]} and ${classes[j]}`).toBeGreaterThanOrEqual(least);
      }
    }
  }
});
