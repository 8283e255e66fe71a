import type { Box, PageModel } from '#worker/page/page-model.ts';

/** A quarter turn, degrees clockwise. */
export type Turn = 0 | 90 | 180 | 270;

/** Width and height in points. */
export interface PageSize {
  widthPoints: number;
  heightPoints: number;
}

/**
 * The box as the page is displayed, for a box of a model that was turned to stand its text upright.
 * Points in, points out; where nothing was turned the box comes back as it is.
 */
export function turnBoxBack(
  box: Box,
  model: Pick<PageModel, 'widthPoints' | 'heightPoints' | 'turnedDegrees'>,
): Box {
  return turnBox(box, ((360 - model.turnedDegrees) % 360) as Turn, model);
}

/** The box after its page, of the given size, was turned clockwise. All in points, origin top-left. */
export function turnBox(box: Box, turn: Turn, page: PageSize): Box {
  const [x0, y0, x1, y1] = box;
  if (turn === 90) return [page.heightPoints - y1, x0, page.heightPoints - y0, x1];
  if (turn === 270) return [y0, page.widthPoints - x1, y1, page.widthPoints - x0];
  if (turn === 0) return box;
  return [page.widthPoints - x1, page.heightPoints - y1, page.widthPoints - x0, page.heightPoints - y0];
}

/** The size of a page after a turn. */
export function turnSize(page: PageSize, turn: Turn): PageSize {
  return turn === 90 || turn === 270
    ? { widthPoints: page.heightPoints, heightPoints: page.widthPoints }
    : { widthPoints: page.widthPoints, heightPoints: page.heightPoints };
}
