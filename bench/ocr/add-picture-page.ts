import { PDFName, PDFNumber, PDFOperator, PDFOperatorNames, type PDFDocument } from 'pdf-lib';
import type { GreyImage } from '#worker/pdf/grey-image.ts';

/** Adds a page that is nothing but the picture, kept without loss. */
export function addPicturePage(document: PDFDocument, image: GreyImage, bits: 1 | 8): void {
  const stream = document.context.flateStream(bits === 8 ? image.pixels : packBits(image), {
    Type: 'XObject',
    Subtype: 'Image',
    Width: image.width,
    Height: image.height,
    ColorSpace: 'DeviceGray',
    BitsPerComponent: bits,
  });
  const size: [number, number] = [(image.width * 72) / image.dpi, (image.height * 72) / image.dpi];
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

function packBits({ width, height, pixels }: GreyImage): Uint8Array {
  const rowBytes = Math.ceil(width / 8);
  const packed = new Uint8Array(rowBytes * height);
  for (let y = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1) {
      if ((pixels[y * width + x] ?? 0) < 128) continue;
      const at = y * rowBytes + (x >> 3);
      packed[at] = (packed[at] ?? 0) | (0x80 >> (x & 7));
    }
  }
  return packed;
}
