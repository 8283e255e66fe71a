import type { Ink } from '#worker/ocr/find-ink.ts';
import type { Box, Ruling } from '#worker/page/page-model.ts';

/** A straight line of ink; the box is in pixels of the full picture. */
export interface PixelLine {
  box: Box;
  direction: Ruling['direction'];
}

/**
 * Level and upright lines of a straightened picture: runs of ink too long and too thin to be letters.
 * `dpi` is of the picture the boxes are wanted for.
 */
export function findLines(ink: Ink, dpi: number): PixelLine[] {
  const scale = dpi / ink.dpi;
  const { width, height } = ink;
  const level = findStrokes(ink, { lanes: height, laneStep: width, step: 1, count: width });
  const upright = findStrokes(ink, { lanes: width, laneStep: 1, step: width, count: height });
  return [
    ...level.map(({ start, end, near, far }): PixelLine => ({
      box: scaled([start, near, end, far], scale),
      direction: 'horizontal',
    })),
    ...upright.map(({ start, end, near, far }): PixelLine => ({
      box: scaled([near, start, far, end], scale),
      direction: 'vertical',
    })),
  ];
}

/** Inches: shorter is a dash or the stem of a letter. */
const LEAST_INCHES = 0.3;
/** Inches: thicker is a bar or a picture. */
const MOST_THICK_INCHES = 0.04;
/** Specks and faint spots interrupt a line. Inches. */
const GAP_INCHES = 0.015;

/** No row of letters gives an unbroken run as long as this. Inches. */
const SURE_INCHES = 1;
/** How far from a stroke its sides are looked at. Inches. */
const SIDE_INCHES = 0.013;
/** Share of ink beside a stroke; under a row of letters it is twice that. */
const MOST_BESIDE = 0.15;

/** A run of ink along a lane, and the lanes it spans: [near, far). */
interface Stroke {
  start: number;
  end: number;
  near: number;
  far: number;
}

interface Lanes {
  lanes: number;
  laneStep: number;
  step: number;
  count: number;
}

/** Long runs of ink, those of neighbouring lanes put together. */
function findStrokes(ink: Ink, lanes: Lanes): Stroke[] {
  const thickest = ink.dpi * MOST_THICK_INCHES;
  const done: Stroke[] = [];
  let open: Stroke[] = [];
  for (let lane = 0; lane < lanes.lanes; lane += 1) {
    for (const run of longRuns(ink, lanes, lane)) {
      const stroke = open.find((known) => known.start < run.end && run.start < known.end);
      if (stroke === undefined) {
        open.push({ ...run, near: lane, far: lane + 1 });
      } else {
        stroke.start = Math.min(stroke.start, run.start);
        stroke.end = Math.max(stroke.end, run.end);
        stroke.far = lane + 1;
      }
    }
    // A lane without ink may lie between two steps of a line that is not quite straight.
    done.push(...open.filter((stroke) => stroke.far < lane));
    open = open.filter((stroke) => stroke.far >= lane);
  }
  return [...done, ...open].filter(
    (stroke) => stroke.far - stroke.near <= thickest && standsAlone(ink, lanes, stroke),
  );
}

/** Whether there is mostly paper on both sides: what touches much ink is the top or the foot of a row of letters. */
function standsAlone({ marks, dpi }: Ink, lanes: Lanes, { start, end, near, far }: Stroke): boolean {
  if (end - start >= dpi * SURE_INCHES) return true;
  const distance = Math.max(1, Math.round(dpi * SIDE_INCHES));
  const beside = (lane: number): number => {
    if (lane < 0 || lane >= lanes.lanes) return 0;
    let count = 0;
    for (let index = start; index < end; index += 1)
      count += marks[lane * lanes.laneStep + index * lanes.step] ?? 0;
    return count / (end - start);
  };
  return beside(near - distance) <= MOST_BESIDE && beside(far - 1 + distance) <= MOST_BESIDE;
}

function longRuns(
  { marks, dpi }: Ink,
  { laneStep, step, count }: Lanes,
  lane: number,
): { start: number; end: number }[] {
  const [least, gap] = [dpi * LEAST_INCHES, Math.max(1, Math.round(dpi * GAP_INCHES))];
  const runs: { start: number; end: number }[] = [];
  let [start, last] = [-1, -1];
  const close = (): void => {
    if (start >= 0 && last - start + 1 >= least) runs.push({ start, end: last + 1 });
  };
  for (let index = 0, at = lane * laneStep; index < count; index += 1, at += step) {
    if (marks[at] !== 1) continue;
    if (start < 0 || index - last - 1 > gap) {
      close();
      start = index;
    }
    last = index;
  }
  close();
  return runs;
}

function scaled([x0, y0, x1, y1]: Box, scale: number): Box {
  return [x0 * scale, y0 * scale, x1 * scale, y1 * scale];
}
