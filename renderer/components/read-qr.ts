/** Larger pictures are made smaller first: the time it takes grows with the number of pixels. */
const mostPixels = 1_200;

/**
 * The text of the QR code in a picture; null if there is none that can be read. The picture stays in memory. A worker
 * would need a way around Trusted Types, which the page does without, so the decoder runs here and is small by then.
 */
export async function readQr(picture: Blob): Promise<string | null> {
  const bitmap = await createImageBitmap(picture).catch(() => null);
  if (bitmap === null) return null;
  const { data, width, height } = pixelsOf(bitmap);
  bitmap.close();
  // Half of the bundle's size would be this; few ever need it.
  const { default: decode } = await import('jsqr');
  return decode(data, width, height)?.data ?? null;
}

function pixelsOf(bitmap: ImageBitmap): ImageData {
  const scale = Math.min(1, mostPixels / Math.max(bitmap.width, bitmap.height));
  const width = Math.max(1, Math.round(bitmap.width * scale));
  const height = Math.max(1, Math.round(bitmap.height * scale));
  const context = new OffscreenCanvas(width, height).getContext('2d', { willReadFrequently: true });
  if (context === null) throw new Error('there is no canvas');
  // Pictures with holes in them are dark codes on nothing.
  context.fillStyle = 'white';
  context.fillRect(0, 0, width, height);
  context.drawImage(bitmap, 0, 0, width, height);
  return context.getImageData(0, 0, width, height);
}
