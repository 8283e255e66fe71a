import { PDFName, PDFNumber, PDFOperator, PDFOperatorNames, type PDFDocument } from 'pdf-lib';
import type { GreyImage } from './grey-image.ts';

export interface ImagePage {
  /** Width and height in points. */
  size: [number, number];
  /** Of grey for each pixel: a scanner's own software writes 4. */
  bits: 1 | 4 | 8;
}

/** Adds a page that is nothing but the picture. */
export function addImagePage(document: PDFDocument, image: GreyImage, { size, bits }: ImagePage): void {
  const stream = document.context.flateStream(pack(image, bits), {
    Type: 'XObject',
    Subtype: 'Image',
    Width: image.width,
    Height: image.height,
    ColorSpace: 'DeviceGray',
    BitsPerComponent: bits,
  });
  const page = document.addPage(size);
  const name = PDFName.of('Scan');
  page.node.setXObject(name, document.context.register(stream));
  const matrix = [size[0], 0, 0, size[1], 0, 0].map((value) => PDFNumber.of(value));
  page.pushOperators(
    PDFOperator.of(PDFOperatorNames.PushGraphicsState),
    PDFOperator.of(PDFOperatorNames.ConcatTransformationMatrix, matrix),
    PDFOperator.of(PDFOperatorNames.DrawObject, [name]),
    PDFOperator.of(PDFOperatorNames.PopGraphicsState),
  );
}

/** So many pixels to a byte, the first in its highest bits, each row beginning a new one. */
function pack({ width, height, pixels }: GreyImage, bits: number): Uint8Array {
  const perByte = 8 / bits;
  const most = 2 ** bits - 1;
  const rowBytes = Math.ceil(width / perByte);
  const packed = new Uint8Array(rowBytes * height);
  for (let y = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1) {
      const level = Math.round(((pixels[y * width + x] ?? 255) * most) / 255);
      const at = y * rowBytes + Math.floor(x / perByte);
      packed[at] = (packed[at] ?? 0) | (level << (8 - bits * ((x % perByte) + 1)));
    }
  }
  return packed;
}
