import { readFile } from 'node:fs/promises';
import { initWasm, Resvg } from '@resvg/resvg-wasm';

/** A square picture. `rgba` has four bytes a pixel from the top left, colours not multiplied with alpha. */
export interface Picture {
  readonly size: number;
  readonly rgba: Uint8Array;
  readonly png: Uint8Array;
}

export interface DrawingOptions {
  /** Edge length in pixels. */
  readonly size: number;
  /** Takes the place of `currentColor`. */
  readonly colour?: string;
}

// As WebAssembly the rasteriser rounds alike on every processor, so the committed files can be compared by byte.
await initWasm(readFile(new URL(import.meta.resolve('@resvg/resvg-wasm/index_bg.wasm'))));

export function drawPicture(svg: string, { size, colour }: DrawingOptions): Picture {
  const coloured = colour === undefined ? svg : svg.replaceAll('currentColor', colour);
  const image = new Resvg(coloured, { fitTo: { mode: 'width', value: size } }).render();
  return { size, rgba: unmultiply(image.pixels), png: image.asPng() };
}

/** The rasteriser hands out colours multiplied with alpha. */
function unmultiply(pixels: Uint8Array): Uint8Array {
  return pixels.map((value, index) => {
    const alpha = pixels[index - (index % 4) + 3] ?? 0;
    return index % 4 === 3 || alpha === 0 ? value : Math.round((value * 255) / alpha);
  });
}
