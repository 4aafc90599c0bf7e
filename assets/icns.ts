import type { Picture } from './picture.ts';

/**
 * Which picture stands under which type. The 16 and 32 px types of single density are left out: a PNG there is not
 * shown for application bundles, and macOS scales the double one down.
 */
const types: readonly (readonly [type: string, size: number])[] = [
  ['ic11', 32],
  ['ic12', 64],
  ['ic07', 128],
  ['ic13', 256],
  ['ic08', 256],
  ['ic14', 512],
  ['ic09', 512],
  ['ic10', 1024],
];

const headerBytes = 8;

/** The pictures as one icon for macOS: blocks of a type, a length that counts its own header, and a PNG. */
export function encodeIcns(pictures: readonly Picture[]): Uint8Array {
  const blocks = types.map(([type, size]) => {
    const picture = pictures.find((candidate) => candidate.size === size);
    if (picture === undefined) throw new Error(`no picture of ${size} px for ${type}`);
    return block(type, picture.png);
  });
  return block('icns', Buffer.concat(blocks));
}

function block(type: string, content: Uint8Array): Buffer {
  const header = Buffer.alloc(headerBytes);
  header.write(type, 'latin1');
  header.writeUInt32BE(headerBytes + content.length, 4);
  return Buffer.concat([header, content]);
}
