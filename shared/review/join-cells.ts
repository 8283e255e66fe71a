import type { Cell } from '../schedules/schedule.ts';
import { spanning } from './spanning.ts';

/** Two cells beside each other as one; where one of them is blank it is the other. Its value is not typed yet. */
export function joinCells(left: Cell, right: Cell): Cell {
  const span = Math.max(1, (left.colSpan ?? 1) - 1, right.colSpan ?? 1);
  if (right.raw === '') return spanning(left, span);
  if (left.raw === '') return spanning(right, span);
  const raw = `${left.raw} ${right.raw}`;
  const joined: Cell = {
    raw,
    value: { type: 'text', text: raw },
    confidence: Math.min(left.confidence, right.confidence),
    page: left.page,
    box: around(left.box, right.box),
    ...(left.rowSpan === undefined ? {} : { rowSpan: left.rowSpan }),
    ...(left.kept && right.kept ? { kept: true } : {}),
  };
  return spanning(joined, span);
}

function around(one: Cell['box'], other: Cell['box']): Cell['box'] {
  if (!one || !other) return one ?? other;
  return [
    Math.min(one[0], other[0]),
    Math.min(one[1], other[1]),
    Math.max(one[2], other[2]),
    Math.max(one[3], other[3]),
  ];
}
