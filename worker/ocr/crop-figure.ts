import { cropImage } from '#worker/ocr/crop-image.ts';
import type { FigurePart } from '#worker/ocr/ocr-engine.ts';
import { softenImage } from '#worker/ocr/soften-image.ts';
import type { GreyImage } from '#worker/pdf/grey-image.ts';

/** The picture of one figure as it is handed to a recogniser. */
export function cropFigure(image: GreyImage, { box, softened }: FigurePart, framePixels: number): GreyImage {
  const crop = cropImage(image, box, framePixels);
  return softened === true ? softenImage(crop) : crop;
}
