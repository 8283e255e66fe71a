import type { Box } from '#worker/page/page-model.ts';

/**
 * The dots of dot leaders among the blots of a picture: rows of at least six small ones in equal steps. Recognisers read
 * them as letters and lose the words beside them. Boxes are in pixels, meant to be of 150 dots per inch.
 */
export function findLeaders(blots: Box[], dpi: number): Box[] {
  const most = Math.max(3, Math.round(dpi * DOT_INCHES));
  const dots = blots.filter(([x0, y0, x1, y1]) => x1 - x0 <= most && y1 - y0 <= most);
  const rows = new Map<number, Box[]>();
  for (const dot of dots) {
    const row = Math.round(middleY(dot));
    const known = rows.get(row);
    if (known === undefined) rows.set(row, [dot]);
    else known.push(dot);
  }
  const taken = new Set<Box>();
  for (const dot of dots.sort((one, other) => one[0] - other[0])) {
    if (taken.has(dot)) continue;
    const chain = follow(rows, dot, dpi);
    if (chain.length >= LEAST_DOTS) for (const link of chain) taken.add(link);
  }
  return [...taken];
}

const LEAST_DOTS = 6;
/** All in inches. */
const DOT_INCHES = 0.033;
const MOST_STEP_INCHES = 0.14;
const STEP_TOLERANCE_INCHES = 0.014;

/** The dots that follow to the right, each about as far from the one before as the first two are apart. */
function follow(rows: Map<number, Box[]>, first: Box, dpi: number): Box[] {
  const chain = [first];
  let step: number | undefined;
  for (let last: Box | undefined = first; last !== undefined;) {
    const next = nearestRight(rows, last, dpi);
    const taken: number | undefined = next === undefined ? undefined : middleX(next) - middleX(last);
    if (next === undefined || taken === undefined) break;
    if (step !== undefined && Math.abs(taken - step) > dpi * STEP_TOLERANCE_INCHES) break;
    chain.push(next);
    step = step === undefined ? taken : step * 0.7 + taken * 0.3;
    last = next;
  }
  return chain;
}

function nearestRight(rows: Map<number, Box[]>, dot: Box, dpi: number): Box | undefined {
  const row = Math.round(middleY(dot));
  let best: Box | undefined;
  for (let near = row - 1; near <= row + 1; near += 1) {
    for (const other of rows.get(near) ?? []) {
      const step = middleX(other) - middleX(dot);
      if (step <= 1 || step > dpi * MOST_STEP_INCHES) continue;
      if (best === undefined || middleX(other) < middleX(best)) best = other;
    }
  }
  return best;
}

function middleX([x0, , x1]: Box): number {
  return (x0 + x1) / 2;
}

function middleY([, y0, , y1]: Box): number {
  return (y0 + y1) / 2;
}
