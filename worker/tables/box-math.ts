import type { Box } from '#worker/page/page-model.ts';

/** The smallest box around all boxes; null of none. */
export function unionBox(boxes: readonly Box[]): Box | null {
  const [first, ...others] = boxes;
  if (!first) return null;
  return others.reduce<Box>(
    (a, b) => [Math.min(a[0], b[0]), Math.min(a[1], b[1]), Math.max(a[2], b[2]), Math.max(a[3], b[3])],
    first,
  );
}

/** Length that two intervals share, negative where they are apart by that much. */
export function shared(a: readonly [number, number], b: readonly [number, number]): number {
  return Math.min(a[1], b[1]) - Math.max(a[0], b[0]);
}

/** The horizontal extent of a box. */
export function across(box: Box): [number, number] {
  return [box[0], box[2]];
}

/** The vertical extent of a box. */
export function down(box: Box): [number, number] {
  return [box[1], box[3]];
}

export function isInside(box: Box, outer: Box): boolean {
  const [x, y] = [(box[0] + box[2]) / 2, (box[1] + box[3]) / 2];
  return x >= outer[0] && x <= outer[2] && y >= outer[1] && y <= outer[3];
}

/** Middle value; 0 of none. */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? 0;
}
