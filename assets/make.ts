import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { encodeIcns } from './icns.ts';
import { encodeIco } from './ico.ts';
import type { Picture } from './picture.ts';
import { drawPicture } from './picture.ts';

/** Every icon of the application by its path in this folder. The same drawings give the same bytes on every system. */
export function makeAssets(): ReadonlyMap<string, Uint8Array> {
  return new Map([...macTray(), ...windowsTray(), ...linuxTray(), ...applicationIcons()]);
}

/** What the tray can show, the more urgent first. */
export const trayStates = ['failed', 'attention', 'knocking', 'open', 'paused', 'idle'] as const;

export type TrayState = (typeof trayStates)[number];

/** Named after the panel they are for: dark strokes on a light panel. */
export const trayThemes = ['light', 'dark'] as const;

export type TrayTheme = (typeof trayThemes)[number];

/** The graphic colour of each state. `attention` has the accent, what asks for nothing has the neutral. */
export const trayColours: Readonly<Record<TrayTheme, Readonly<Record<TrayState, string>>>> = {
  light: {
    failed: '#A31E07',
    attention: '#2F50D0',
    knocking: '#B67A00',
    open: '#1A8F83',
    paused: '#4D535C',
    idle: '#4D535C',
  },
  dark: {
    failed: '#FF7A68',
    attention: '#8FA2FF',
    knocking: '#FFC05C',
    open: '#16B49A',
    paused: '#CDD6E4',
    idle: '#CDD6E4',
  },
};

/** Windows asks for 16 px at 100 %, 20 at 125 %, 24 at 150 % and so on. */
export const windowsTraySizes = [16, 20, 24, 32, 40, 48, 64] as const;

const variants = trayThemes.flatMap((theme) =>
  trayStates.map((state) => ({ state, theme, colour: trayColours[theme][state] })),
);

/** The drawing each size is made from: its edges fall on whole pixels there. */
const grids = { 16: 16, 20: 20, 22: 22, 24: 24, 32: 32, 40: 20, 44: 22, 48: 24, 64: 32 } as const;

export type TraySize = keyof typeof grids;

export function drawTray(state: TrayState, size: TraySize, colour: string): Picture {
  return drawPicture(readDrawing(`tray/${grids[size]}/${state}.svg`), { size, colour });
}

/** macOS tints what is called `…Template`; it reads nothing but the alpha channel. */
function macTray(): Files {
  return trayStates.flatMap((state): Files => [
    [`tray/mac/${state}Template.png`, drawTray(state, 16, '#000000').png],
    [`tray/mac/${state}Template@2x.png`, drawTray(state, 32, '#000000').png],
  ]);
}

function windowsTray(): Files {
  return variants.map(({ state, theme, colour }) => [
    `tray/windows/${state}-${theme}.ico`,
    encodeIco(windowsTraySizes.map((size) => drawTray(state, size, colour))),
  ]);
}

/** 22 px is what panels ask for most; `@2x` is found by Electron itself. */
function linuxTray(): Files {
  const suffixes = [
    [22, ''],
    [44, '@2x'],
    [16, '-16'],
    [24, '-24'],
    [32, '-32'],
  ] as const;
  return variants.flatMap(({ state, theme, colour }) =>
    suffixes.map(([size, suffix]): File => [
      `tray/linux/${state}-${theme}${suffix}.png`,
      drawTray(state, size, colour).png,
    ]),
  );
}

/** macOS wants air around the icon; elsewhere it fills its square. */
function applicationIcons(): Files {
  const airy = readDrawing('icon.svg');
  const filling = airy.replace('viewBox="0 0 1024 1024"', 'viewBox="76 76 872 872"');
  if (filling === airy) throw new Error('icon.svg has another viewBox than 0 0 1024 1024');
  const draw = (svg: string, sizes: readonly number[]) => sizes.map((size) => drawPicture(svg, { size }));

  const pngs = draw(filling, [16, 24, 32, 48, 64, 128, 256, 512, 1024]);
  return [
    ...pngs.map(({ size, png }): File => [`icons/${size}x${size}.png`, png]),
    ['icons/icon.ico', encodeIco(draw(filling, [16, 20, 24, 32, 40, 48, 64, 256]))],
    ['icons/icon.icns', encodeIcns(draw(airy, [32, 64, 128, 256, 512, 1024]))],
  ];
}

type File = readonly [path: string, bytes: Uint8Array];
type Files = readonly File[];

function readDrawing(path: string): string {
  return readFileSync(join(import.meta.dirname, 'drawings', path), 'utf8');
}

if (import.meta.main) {
  // What is no longer made must not stay behind.
  for (const folder of ['tray', 'icons']) {
    rmSync(join(import.meta.dirname, folder), { recursive: true, force: true });
  }
  const files = makeAssets();
  for (const [path, bytes] of files) {
    mkdirSync(join(import.meta.dirname, dirname(path)), { recursive: true });
    writeFileSync(join(import.meta.dirname, path), bytes);
  }
  console.log(`${files.size} icons made from assets/drawings`);
}
