import { PDFName, PDFNumber, PDFOperator, PDFOperatorNames, type PDFDocument } from 'pdf-lib';
import type { GreyImage } from './grey-image.ts';

/** Adds a page that is nothing but the picture, in 16 greys: what a scanner's own software writes. */
export function addImagePage(document: PDFDocument, image: GreyImage, size: [number, number]): void {
  const stream = document.context.flateStream(packNibbles(image), {
    Type: 'XObject',
    Subtype: 'Image',
    Width: image.width,
    Height: image.height,
    ColorSpace: 'DeviceGray',
    BitsPerComponent: 4,
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

/** Two pixels to a byte, each row beginning a new one. */
function packNibbles({ width, height, pixels }: GreyImage): Uint8Array {
  const rowBytes = Math.ceil(width / 2);
  const packed = new Uint8Array(rowBytes * height);
  for (let y = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1) {
      const nibble = Math.round((pixels[y * width + x] ?? 255) / 17);
      const at = y * rowBytes + (x >> 1);
      packed[at] = (packed[at] ?? 0) | (x % 2 === 0 ? nibble << 4 : nibble);
    }
  }
  return packed;
}
