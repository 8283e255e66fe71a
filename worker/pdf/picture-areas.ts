import type { PageSize } from '#worker/page/turn-box.ts';
import type { Box } from '#worker/page/page-model.ts';

/**
 * The areas of a page that pictures cover and that are large enough to hold a table: none where they are too small
 * together. Strips of one picture, as word processors cut large ones, count as one. Points in, points out.
 */
export function pictureAreas(boxes: Box[], page: PageSize): Box[] {
  const pageArea = page.widthPoints * page.heightPoints;
  const pieces = boxes
    .map((box) => onPage(box, page))
    .filter((box) => areaOf(box) >= pageArea * LEAST_PIECE)
    .toSorted((one, other) => areaOf(other) - areaOf(one))
    .slice(0, MOST_PIECES);
  const areas = join(pieces).filter((box) => areaOf(box) >= pageArea * LEAST_SHARE);
  const sum = areas.reduce((total, box) => total + areaOf(box), 0);
  return sum >= pageArea * LEAST_SUM ? areas : [];
}

/** Shares of the page. */
const LEAST_PIECE = 0.002;
const LEAST_SHARE = 0.03;
const LEAST_SUM = 0.08;
/** A page with more is a mosaic. */
const MOST_PIECES = 200;

function onPage([x0, y0, x1, y1]: Box, { widthPoints, heightPoints }: PageSize): Box {
  const x = (edge: number): number => Math.min(widthPoints, Math.max(0, edge));
  const y = (edge: number): number => Math.min(heightPoints, Math.max(0, edge));
  return [x(x0), y(y0), x(x1), y(y1)];
}

function areaOf([x0, y0, x1, y1]: Box): number {
  return (x1 - x0) * (y1 - y0);
}

/** Puts together what lies on or against each other without leaving much room between. */
function join(pieces: Box[]): Box[] {
  const joined: Box[] = [];
  for (const piece of pieces.toSorted((one, other) => one[1] - other[1] || one[0] - other[0])) {
    let whole = piece;
    for (let at = joined.findIndex((box) => areOne(box, whole)); at >= 0;) {
      const [box = whole] = joined.splice(at, 1);
      whole = union(box, whole);
      at = joined.findIndex((other) => areOne(other, whole));
    }
    joined.push(whole);
  }
  return joined;
}

function union(one: Box, other: Box): Box {
  return [
    Math.min(one[0], other[0]),
    Math.min(one[1], other[1]),
    Math.max(one[2], other[2]),
    Math.max(one[3], other[3]),
  ];
}

function areOne(one: Box, other: Box): boolean {
  const width = Math.min(one[2], other[2]) - Math.max(one[0], other[0]);
  const height = Math.min(one[3], other[3]) - Math.max(one[1], other[1]);
  if (width < -SEAM_POINTS || height < -SEAM_POINTS) return false;
  const shared = Math.max(0, width) * Math.max(0, height);
  return areaOf(union(one, other)) <= (areaOf(one) + areaOf(other) - shared) * LOOSE;
}

/** Rounding leaves this much between two strips. Points. */
const SEAM_POINTS = 1;
const LOOSE = 1.1;
