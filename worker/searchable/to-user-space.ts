import { concatenate, invert } from '#worker/pdf/matrix.ts';
import type { Matrix } from '#worker/pdf/matrix.ts';
import type { PageFrame } from '#worker/pdf/page-frame.ts';
import { turnSize } from '#worker/page/turn-box.ts';
import type { PageSize, Turn } from '#worker/page/turn-box.ts';
import type { PageModel } from '#worker/page/page-model.ts';

/** How a page was laid before it was read. */
export type Pose = Pick<PageModel, 'widthPoints' | 'heightPoints' | 'turnedDegrees' | 'skewDegrees'>;

/**
 * From the coordinates of a recognised page to the PDF's user space: tilted back, turned back, stretched to the size of
 * the page as displayed (a picture ends at a whole pixel, and models of a file read another UserUnit alike), and out of
 * the frame. What tiltBoxBack and turnBoxBack do for boxes, for points, so that text can lie along its ink.
 */
export function toUserSpace(pose: Pose, frame: PageFrame): Matrix {
  return concatenate(toDisplay(pose, frame), invert(frame.toDisplay));
}

/** The first half of the way: to the page as displayed, points, y down. */
export function toDisplay(pose: Pose, displayed: PageSize): Matrix {
  const turn = ((360 - pose.turnedDegrees) % 360) as Turn;
  const size = turnSize(pose, turn);
  const stretch: Matrix = [
    displayed.widthPoints / size.widthPoints,
    0,
    0,
    displayed.heightPoints / size.heightPoints,
    0,
    0,
  ];
  return concatenate(concatenate(tiltMatrix(pose), turnMatrix(pose, turn)), stretch);
}

function tiltMatrix({ widthPoints, heightPoints, skewDegrees = 0 }: Pose): Matrix {
  const tilt = (skewDegrees * Math.PI) / 180;
  const [cos, sin] = [Math.cos(tilt), Math.sin(tilt)];
  const [x, y] = [widthPoints / 2, heightPoints / 2];
  return [cos, sin, -sin, cos, x - x * cos + y * sin, y - x * sin - y * cos];
}

function turnMatrix({ widthPoints, heightPoints }: Pose, turn: Turn): Matrix {
  if (turn === 90) return [0, 1, -1, 0, heightPoints, 0];
  if (turn === 180) return [-1, 0, 0, -1, widthPoints, heightPoints];
  if (turn === 270) return [0, -1, 1, 0, 0, widthPoints];
  return [1, 0, 0, 1, 0, 0];
}
