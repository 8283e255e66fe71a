import type { Box, Ruling } from '#worker/page/page-model.ts';

/**
 * Joins rulings that lie on one line and touch or nearly touch, so that a line drawn cell by cell, or as dashes,
 * is one ruling; those too short to separate anything are dropped. Double lines stay two. All in points.
 */
export function mergeRulings(rulings: Ruling[]): Ruling[] {
  return (['horizontal', 'vertical'] as const).flatMap((direction) => {
    const axis = direction === 'horizontal' ? ALONG_X : ALONG_Y;
    const boxes = rulings.filter((ruling) => ruling.direction === direction).map(({ box }) => axis.from(box));
    return mergeLines(boxes)
      .filter((line) => line.end - line.start >= LEAST_POINTS)
      .map((line): Ruling => ({ box: axis.to(line), direction }));
  });
}

/** Lines whose middles are closer than this are drawn on the same place. */
const SAME_LINE_POINTS = 0.75;
/** Dashes are seldom farther apart. */
const GAP_POINTS = 3;
const LEAST_POINTS = 4;

/** A ruling along its own direction. */
interface Line {
  start: number;
  end: number;
  near: number;
  far: number;
}

const ALONG_X = {
  from: ([x0, y0, x1, y1]: Box): Line => ({ start: x0, end: x1, near: y0, far: y1 }),
  to: ({ start, end, near, far }: Line): Box => [start, near, end, far],
};
const ALONG_Y = {
  from: ([x0, y0, x1, y1]: Box): Line => ({ start: y0, end: y1, near: x0, far: x1 }),
  to: ({ start, end, near, far }: Line): Box => [near, start, far, end],
};

function mergeLines(lines: Line[]): Line[] {
  const merged: Line[] = [];
  for (const band of intoBands(lines)) {
    let current: Line | undefined;
    for (const line of band.sort((one, other) => one.start - other.start)) {
      if (current !== undefined && line.start - current.end <= GAP_POINTS) {
        current.end = Math.max(current.end, line.end);
        current.near = Math.min(current.near, line.near);
        current.far = Math.max(current.far, line.far);
      } else {
        merged.push((current = { ...line }));
      }
    }
  }
  return merged;
}

/** Lines by the place of their middle; a band is never wider than SAME_LINE_POINTS. */
function intoBands(lines: Line[]): Line[][] {
  const middle = (line: Line): number => (line.near + line.far) / 2;
  const bands: Line[][] = [];
  let first = -Infinity;
  for (const line of [...lines].sort((one, other) => middle(one) - middle(other))) {
    if (middle(line) - first > SAME_LINE_POINTS) {
      bands.push([]);
      first = middle(line);
    }
    bands.at(-1)?.push(line);
  }
  return bands;
}
