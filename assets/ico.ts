import type { Picture } from './picture.ts';

const directoryBytes = 6;
const entryBytes = 16;
const infoHeaderBytes = 40;

/**
 * The pictures as one Windows icon: ICONDIR, an ICONDIRENTRY for each picture, then the pictures
 * (Microsoft, "Icons", and BITMAPINFOHEADER in wingdi.h).
 */
export function encodeIco(pictures: readonly Picture[]): Uint8Array {
  // 256 px as PNG, as Windows itself does; smaller ones as bitmaps, which every reader of icons understands.
  const images = pictures.map((picture) => (picture.size < 256 ? encodeBitmap(picture) : picture.png));

  const directory = Buffer.alloc(directoryBytes + entryBytes * pictures.length);
  directory.writeUInt16LE(1, 2);
  directory.writeUInt16LE(pictures.length, 4);
  let offset = directory.length;
  pictures.forEach(({ size }, index) => {
    const entry = directory.subarray(directoryBytes + entryBytes * index);
    const length = images[index]?.length ?? 0;
    // One byte each for width and height: 0 stands for 256.
    entry.writeUInt8(size % 256, 0);
    entry.writeUInt8(size % 256, 1);
    entry.writeUInt16LE(1, 4);
    entry.writeUInt16LE(32, 6);
    entry.writeUInt32LE(length, 8);
    entry.writeUInt32LE(offset, 12);
    offset += length;
  });
  return Buffer.concat([directory, ...images]);
}

/** A bitmap of an icon: header, BGRA rows from the bottom up, then one bit a pixel for "nothing here". */
function encodeBitmap({ size, rgba }: Picture): Buffer {
  const maskRowBytes = Math.ceil(size / 32) * 4;
  const pixelBytes = size * size * 4;
  const bitmap = Buffer.alloc(infoHeaderBytes + pixelBytes + maskRowBytes * size);
  bitmap.writeUInt32LE(infoHeaderBytes, 0);
  bitmap.writeInt32LE(size, 4);
  // The height counts the mask too.
  bitmap.writeInt32LE(size * 2, 8);
  bitmap.writeUInt16LE(1, 12);
  bitmap.writeUInt16LE(32, 14);
  bitmap.writeUInt32LE(pixelBytes + maskRowBytes * size, 20);

  const source = Buffer.from(rgba.buffer, rgba.byteOffset, rgba.byteLength);
  for (let y = 0; y < size; y += 1) {
    const row = size - 1 - y;
    for (let x = 0; x < size; x += 1) {
      const from = (y * size + x) * 4;
      const to = infoHeaderBytes + (row * size + x) * 4;
      bitmap.writeUInt8(source.readUInt8(from + 2), to);
      bitmap.writeUInt8(source.readUInt8(from + 1), to + 1);
      bitmap.writeUInt8(source.readUInt8(from), to + 2);
      bitmap.writeUInt8(source.readUInt8(from + 3), to + 3);
      if (source.readUInt8(from + 3) > 0) continue;
      const mask = infoHeaderBytes + pixelBytes + row * maskRowBytes + Math.floor(x / 8);
      bitmap.writeUInt8(bitmap.readUInt8(mask) | (0x80 >> (x % 8)), mask);
    }
  }
  return bitmap;
}
