import { existsSync, readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { isMac } from '../settings.ts';
import { strictClass } from '../strict.ts';

interface Size {
  width: number;
  height: number;
}

interface Representation {
  readonly scaleFactor: number;
  /** In pixels. */
  readonly size: Size;
  readonly bytes: Buffer;
}

/** Sizes are read from the file, pixels are not: nothing here is drawn. */
export class NativeImage {
  readonly _path: string | null;
  readonly #representations: Representation[];
  #isTemplate: boolean;

  constructor(representations: Representation[], path: string | null = null) {
    this._path = path;
    this.#representations = representations;
    this.#isTemplate = path !== null && isMac() && /Template(@\d+(\.\d+)?x)?\.\w+$/.test(basename(path));
  }

  static createEmpty(): NativeImage {
    return new NativeImage([]);
  }

  /** Empty when there is no such image: Electron says nothing either. With `icon.png` come `icon@2x.png` and others. */
  static createFromPath(path: string): NativeImage {
    const scales = [1, 1.25, 1.5, 2, 2.5, 3, 4, 5];
    const representations = scales.flatMap((scaleFactor) => {
      const file = scaleFactor === 1 ? path : path.replace(/(\.\w+)$/, `@${scaleFactor}x$1`);
      return existsSync(file) ? represent(readFileSync(file), scaleFactor) : [];
    });
    return new NativeImage(representations, path);
  }

  static createFromBuffer(buffer: Buffer, options: { scaleFactor?: number } = {}): NativeImage {
    return new NativeImage(represent(buffer, options.scaleFactor ?? 1));
  }

  static createFromDataURL(dataURL: string): NativeImage {
    const [, base64 = ''] = /^data:image\/\w+;base64,(.*)$/s.exec(dataURL) ?? [];
    return NativeImage.createFromBuffer(Buffer.from(base64, 'base64'));
  }

  addRepresentation(options: { scaleFactor?: number; buffer?: Buffer; dataURL?: string }): void {
    const image = options.buffer ?? Buffer.from(options.dataURL?.split(',')[1] ?? '', 'base64');
    this.#representations.push(...represent(image, options.scaleFactor ?? 1));
  }

  isEmpty(): boolean {
    return this.#representations.length === 0;
  }

  /** In points, not pixels. */
  getSize(): Size {
    const [first] = this.#representations;
    if (first === undefined) return { width: 0, height: 0 };
    const { size, scaleFactor } = first;
    return { width: Math.round(size.width / scaleFactor), height: Math.round(size.height / scaleFactor) };
  }

  getAspectRatio(): number {
    const { width, height } = this.getSize();
    return height === 0 ? 1 : width / height;
  }

  getScaleFactors(): number[] {
    return this.#representations.map(({ scaleFactor }) => scaleFactor);
  }

  setTemplateImage(isTemplate: boolean): void {
    this.#isTemplate = isTemplate;
  }

  isTemplateImage(): boolean {
    return this.#isTemplate;
  }

  /** The bytes it was made of, which for our images are a PNG's. */
  toPNG(): Buffer {
    return this.#representations[0]?.bytes ?? Buffer.alloc(0);
  }

  toDataURL(): string {
    return `data:image/png;base64,${this.toPNG().toString('base64')}`;
  }
}
strictClass('nativeImage', NativeImage);

/** Nothing for bytes that are no image. */
function represent(bytes: Buffer, scaleFactor: number): Representation[] {
  const size = readSize(bytes);
  return size === null ? [] : [{ scaleFactor, size, bytes }];
}

function readSize(bytes: Buffer): Size | null {
  // PNG (RFC 2083 §11.2.1): the header chunk comes first and starts with width and height.
  if (bytes.length > 24 && bytes.toString('latin1', 1, 4) === 'PNG') {
    return { width: bytes.readUInt32BE(16), height: bytes.readUInt32BE(20) };
  }
  // ICO: a directory of images, a byte for each side, where 0 is 256. The first one counts.
  if (bytes.length > 8 && bytes.readUInt32LE(0) === 0x10000) {
    return { width: bytes.readUInt8(6) || 256, height: bytes.readUInt8(7) || 256 };
  }
  return null;
}
