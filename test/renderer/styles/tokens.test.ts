import { globSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';

const sheet = readFileSync('renderer/styles/tokens.css', 'utf8');
const pairs = new Map(
  [...sheet.matchAll(/--([\w-]+): light-dark\((#\w{6}), (#\w{6})\);/g)].map(
    ([, name = '', light = '', dark = '']) => [name, { light, dark }],
  ),
);

/** WCAG 2.2, relative luminance. */
function luminance(hex: string): number {
  const [r = 0, g = 0, b = 0] = [1, 3, 5].map((at) => {
    const part = parseInt(hex.slice(at, at + 2), 16) / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

function contrast(one: string, other: string): number {
  const [dark = 0, light = 0] = [luminance(one), luminance(other)].toSorted((a, b) => a - b);
  return (light + 0.05) / (dark + 0.05);
}

const surfaces = ['bg', 'surface', 'raised'];
const states = ['unknown', 'closed', 'knocking', 'open', 'failed'];
const demands: readonly (readonly [string, string, number])[] = [
  // WCAG 1.4.3: text 4.5. WCAG 1.4.11: what must be seen to use a control, 3.
  ...[...surfaces, 'hover', 'selected'].flatMap((on) => [
    ['ink', on, 4.5] as const,
    ['ink-2', on, 4.5] as const,
  ]),
  ...surfaces.flatMap((on) => [['line-strong', on, 3] as const, ['focus', on, 3] as const]),
  ['accent-ink', 'accent', 4.5],
  ...states.flatMap((state) => [
    [`${state}-text`, `${state}-tint`, 6.5] as const,
    [`${state}-text`, 'surface', 4.5] as const,
    [state, `${state}-tint`, 3.3] as const,
    [state, 'surface', 3.3] as const,
  ]),
];

test.each(demands)('%s on %s has a contrast of at least %d', (ink, ground, least) => {
  const [one, other] = [pairs.get(ink), pairs.get(ground)];
  if (one === undefined || other === undefined) throw new Error('the style sheet lacks a token');
  expect(contrast(one.light, other.light)).toBeGreaterThanOrEqual(least);
  expect(contrast(one.dark, other.dark)).toBeGreaterThanOrEqual(least);
});

const sheets = globSync('renderer/**/*.css').map((file) => file.replaceAll('\\', '/'));

test.each(sheets)('%s has no left and no right, so that it mirrors', (file) => {
  const physical =
    /(?:^|[\s{;])((?:[\w-]+-)?(?:left|right)(?:-[\w-]+)?\s*:|(?:text-align|float):\s*(?:left|right))/gm;
  expect([...readFileSync(file, 'utf8').matchAll(physical)].map(([, found]) => found)).toEqual([]);
});
