export interface IcoPicture {
  readonly size: number;
  readonly format: 'bitmap' | 'png';
  /** From the top left; none for a PNG. */
  readonly pixels: readonly IcoPixel[];
}

export interface IcoPixel {
  /** `#RRGGBB` */
  readonly colour: string;
  readonly alpha: number;
  readonly isMasked: boolean;
}

/** Reads a Windows icon as its directory describes it. Throws where the directory points outside the file. */
export function readIco(file: Uint8Array | undefined): readonly IcoPicture[] {
  const ico = Buffer.from(file ?? []);
  if (ico.readUInt16LE(0) !== 0 || ico.readUInt16LE(2) !== 1) throw new Error('not an icon');
  return Array.from({ length: ico.readUInt16LE(4) }, (_, index) => {
    const entry = ico.subarray(6 + index * 16, 22 + index * 16);
    const size = entry.readUInt8(0) || 256;
    const offset = entry.readUInt32LE(12);
    const end = offset + entry.readUInt32LE(8);
    if (end > ico.length) throw new Error(`picture ${index} ends outside the file`);
    const image = ico.subarray(offset, end);
    return image.toString('latin1', 1, 4) === 'PNG'
      ? { size, format: 'png', pixels: [] }
      : { size, format: 'bitmap', pixels: readBitmap(image, size) };
  });
}

function readBitmap(image: Buffer, size: number): readonly IcoPixel[] {
  const header = image.readUInt32LE(0);
  const [width, height, bits] = [image.readInt32LE(4), image.readInt32LE(8), image.readUInt16LE(14)];
  if (width !== size || height !== size * 2 || bits !== 32) throw new Error(`${width} x ${height} x ${bits}`);
  const maskRow = Math.ceil(size / 32) * 4;
  const mask = header + size * size * 4;
  if (image.length !== mask + maskRow * size) throw new Error(`${image.length} bytes for ${size} px`);
  return Array.from({ length: size * size }, (_, index) => {
    const x = index % size;
    const row = size - 1 - Math.floor(index / size);
    const at = header + (row * size + x) * 4;
    const rgb = [2, 1, 0].map((channel) =>
      image
        .readUInt8(at + channel)
        .toString(16)
        .padStart(2, '0'),
    );
    return {
      colour: `#${rgb.join('')}`.toUpperCase(),
      alpha: image.readUInt8(at + 3),
      isMasked: (image.readUInt8(mask + row * maskRow + Math.floor(x / 8)) & (0x80 >> (x % 8))) !== 0,
    };
  });
}
