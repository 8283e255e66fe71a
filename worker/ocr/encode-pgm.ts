import type { GreyImage } from '#worker/pdf/grey-image.ts';

/** The picture as a binary PGM file, the one format that costs no compression. */
export function encodePgm({ width, height, pixels }: GreyImage): Buffer {
  return Buffer.concat([Buffer.from(`P5\n${width} ${height}\n255\n`, 'latin1'), pixels]);
}
