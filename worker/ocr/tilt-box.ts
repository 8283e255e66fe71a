import type { Box, PageModel } from '#worker/page/page-model.ts';

/**
 * Where a box of a straightened page lies on the page as displayed: its middle is turned back about the middle of
 * the page, its size kept. Points. For pages that were also turned, call turnBoxBack with the result.
 */
export function tiltBoxBack(
  box: Box,
  page: Pick<PageModel, 'widthPoints' | 'heightPoints' | 'skewDegrees'>,
): Box {
  const [middleX, middleY] = [page.widthPoints / 2, page.heightPoints / 2];
  const [x0, y0, x1, y1] = box;
  const [dx, dy] = [(x0 + x1) / 2 - middleX, (y0 + y1) / 2 - middleY];
  const tilt = ((page.skewDegrees ?? 0) * Math.PI) / 180;
  const [cos, sin] = [Math.cos(tilt), Math.sin(tilt)];
  const [moveX, moveY] = [dx * cos - dy * sin - dx, dx * sin + dy * cos - dy];
  return [x0 + moveX, y0 + moveY, x1 + moveX, y1 + moveY];
}
