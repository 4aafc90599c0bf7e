import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { TraySize } from '../../assets/make.ts';
import {
  drawTray,
  makeAssets,
  trayColours,
  trayStates,
  trayThemes,
  windowsTraySizes,
} from '../../assets/make.ts';
import { readIco } from './read-ico.ts';

const folder = join(import.meta.dirname, '../../assets');
const made = makeAssets();

test('the committed icons are what the drawings give', () => {
  const committed = globSync('{tray,icons}/**/*.*', { cwd: folder }).map((path) =>
    path.replaceAll('\\', '/'),
  );
  expect(committed.toSorted()).toEqual([...made.keys()].toSorted());
  const stale = committed.filter(
    (path) => !readFileSync(join(folder, path)).equals(made.get(path) ?? Buffer.of()),
  );
  expect(stale, 'run npm run assets').toEqual([]);
});

test('every state and size has a drawing, and every drawing is used', () => {
  const drawings = globSync('drawings/tray/*/*.svg', { cwd: folder }).map((path) =>
    path.replaceAll('\\', '/'),
  );
  const expected = [16, 20, 22, 24, 32].flatMap((grid) =>
    trayStates.map((state) => `drawings/tray/${grid}/${state}.svg`),
  );
  expect(drawings.toSorted()).toEqual(expected.toSorted());
});

test.each<TraySize>([16, 20, 22, 24, 32])('at %i px any two states differ in at least 12 pixels', (size) => {
  const shapes = trayStates.map((state) => ({ state, alpha: alphaOf(drawTray(state, size, '#000000')) }));
  const alike = shapes.flatMap((one, index) =>
    shapes
      .slice(index + 1)
      .filter((other) => countDifferences(one.alpha, other.alpha) < 12)
      .map((other) => `${one.state} and ${other.state}`),
  );
  expect(alike).toEqual([]);
});

test.each<TraySize>([16, 20, 22, 24, 32])('at %i px the edges of the doors fall on whole pixels', (size) => {
  // Round corners, dots and arcs need grey pixels; straight edges beside the grid would double their number.
  for (const state of trayStates) {
    const drawn = alphaOf(drawTray(state, size, '#000000')).filter((alpha) => alpha > 0);
    const soft = drawn.filter((alpha) => alpha < 255);
    expect(soft.length / drawn.length, state).toBeLessThan(0.45);
  }
});

test('the templates of macOS hold black and nothing else, and leave most of the square clear', () => {
  for (const state of trayStates) {
    for (const [size, suffix] of [
      [16, ''],
      [32, '@2x'],
    ] as const) {
      const picture = drawTray(state, size, '#000000');
      expect(made.get(`tray/mac/${state}Template${suffix}.png`)).toEqual(picture.png);
      const colours = picture.rgba.filter((_, index) => index % 4 !== 3);
      expect(Math.max(...colours), state).toBe(0);
      const clear = alphaOf(picture).filter((alpha) => alpha === 0);
      expect(clear.length, state).toBeGreaterThan((size * size) / 3);
    }
  }
});

test('the tray icons of Windows hold a bitmap for each scale, in the colour of the state', () => {
  for (const theme of trayThemes) {
    for (const state of trayStates) {
      const pictures = readIco(made.get(`tray/windows/${state}-${theme}.ico`));
      expect(pictures.map(({ size }) => size)).toEqual(windowsTraySizes);
      for (const { pixels } of pictures) {
        // Faint pixels lose some bits of their colour on the way; a dark fringe would be far off.
        const visible = pixels.filter(({ alpha }) => alpha >= 64);
        const offs = visible.map(({ colour }) => colourDistance(colour, trayColours[theme][state]));
        expect(Math.max(...offs), `${state}-${theme}`).toBeLessThanOrEqual(4);
        expect(pixels.every(({ alpha, isMasked }) => isMasked === (alpha === 0))).toBe(true);
      }
    }
  }
});

test('a bitmap of an icon shows the picture it was made from, the right way up', () => {
  const drawn = drawTray('attention', 16, trayColours.dark.attention);
  const [first] = readIco(made.get('tray/windows/attention-dark.ico'));
  expect(first?.pixels.map(({ alpha }) => alpha)).toEqual(alphaOf(drawn));
});

test('the icon of the program holds small bitmaps and a PNG of 256 px', () => {
  const pictures = readIco(made.get('icons/icon.ico'));
  expect(pictures.map(({ size, format }) => `${size} ${format}`)).toEqual([
    ...[16, 20, 24, 32, 40, 48, 64].map((size) => `${size} bitmap`),
    '256 png',
  ]);
});

test('the icon of the macOS application holds every size from 32 to 1024 px', () => {
  const icns = Buffer.from(made.get('icons/icon.icns') ?? []);
  expect(icns.toString('latin1', 0, 4)).toBe('icns');
  expect(icns.readUInt32BE(4)).toBe(icns.length);
  const blocks: string[] = [];
  for (let offset = 8; offset < icns.length; offset += icns.readUInt32BE(offset + 4)) {
    blocks.push(`${icns.toString('latin1', offset, offset + 4)} ${icns.readUInt32BE(offset + 8 + 16)}`);
  }
  expect(blocks).toEqual([
    'ic11 32',
    'ic12 64',
    'ic07 128',
    'ic13 256',
    'ic08 256',
    'ic14 512',
    'ic09 512',
    'ic10 1024',
  ]);
});

// Taskbars and panels as they come: Windows 11, Breeze, Adwaita.
const panels = {
  light: ['#FFFFFF', '#EEEEEE', '#EFF0F1', '#EBEBED'],
  dark: ['#000000', '#202020', '#31363B', '#2E2E32'],
} as const;

test.each(trayThemes)('every colour for a %s panel has a contrast of 3 : 1 to it', (theme) => {
  const faint = trayStates.flatMap((state) =>
    panels[theme]
      .filter((panel) => contrast(trayColours[theme][state], panel) < 3)
      .map((panel) => `${state} on ${panel}`),
  );
  expect(faint).toEqual([]);
});

function alphaOf({ rgba }: { readonly rgba: Uint8Array }): readonly number[] {
  return [...rgba].filter((_, index) => index % 4 === 3);
}

/** A pixel differs when an eye can see it: by more than half of the full tone. */
function countDifferences(one: readonly number[], other: readonly number[]): number {
  return one.filter((alpha, index) => Math.abs(alpha - (other[index] ?? 0)) > 127).length;
}

/** The largest difference of a channel. */
function colourDistance(one: string, other: string): number {
  const channels = [1, 3, 5].map(
    (at) => Number.parseInt(one.slice(at, at + 2), 16) - Number.parseInt(other.slice(at, at + 2), 16),
  );
  return Math.max(...channels.map(Math.abs));
}

/** WCAG 2.2, contrast ratio. */
function contrast(one: string, other: string): number {
  const [lighter = 0, darker = 0] = [luminance(one), luminance(other)].toSorted((a, b) => b - a);
  return (lighter + 0.05) / (darker + 0.05);
}

/** WCAG 2.2, relative luminance of #RRGGBB. */
function luminance(colour: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5]
    .map((at) => Number.parseInt(colour.slice(at, at + 2), 16) / 255)
    .map((channel) => (channel <= 0.04045 ? channel / 12.92 : ((channel + 0.055) / 1.055) ** 2.4));
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}
