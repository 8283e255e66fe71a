import type { PagePicture } from '#worker/export/page-picture.ts';

/** The picture of a page of A4, in one grey pixel. */
export function testPicture(page: number): PagePicture {
  return { page, png: greyPixel, widthPoints: 595, heightPoints: 842 };
}

const greyPixel = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR4nGNoAAAAggCBd81ytgAAAABJRU5ErkJggg==',
  'base64',
);
