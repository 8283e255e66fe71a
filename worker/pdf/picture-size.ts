import type { PageSize } from '#worker/page/turn-box.ts';

/** Pixels of a page drawn at the asked resolution, or at the highest below it that keeps to `maxPixels`. */
export function pictureSize(
  { widthPoints, heightPoints }: PageSize,
  { dpi: wanted, maxPixels }: { dpi: number; maxPixels: number },
): { width: number; height: number; dpi: number } {
  const dpi = Math.min(wanted, 72 * Math.sqrt(maxPixels / (widthPoints * heightPoints)));
  return {
    width: Math.max(1, Math.floor((widthPoints * dpi) / 72)),
    height: Math.max(1, Math.floor((heightPoints * dpi) / 72)),
    dpi,
  };
}
