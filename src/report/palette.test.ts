import { expect, test } from 'vitest';
import { classColour, classDash, classSymbol, DARK, LIGHT, type Palette } from './palette.ts';

/** Relative luminance, WCAG 2.2. */
function luminance(hex: string): number {
  const [r, g, b] = [1, 3, 5].map((i) => {
    const c = Number.parseInt(hex.slice(i, i + 2), 16) / 255;
    return c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * r! + 0.7152 * g! + 0.0722 * b!;
}
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

test('no two of 56 classes share both colour and symbol, nor both colour and dash', () => {
  const classes = Array.from({ length: 56 }, (_, k) => k);
  expect(new Set(classes.map((k) => classColour(k) + classSymbol(k))).size).toBe(56);
  expect(new Set(classes.map((k) => classColour(k) + classDash(k))).size).toBe(56);
});
