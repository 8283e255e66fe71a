import type { Cell } from '../schedules/schedule.ts';

/**
 * A cell as two: cut at its last space, its box by the share of the characters; or whole with a blank one to its right. Values
 * are not typed yet.
 */
export function cutCell(cell: Cell, cut: boolean): [left: Cell, right: Cell] {
  if (!cut) {
    const { page } = cell;
    return [cell, { raw: '', value: { type: 'blank' }, confidence: 1, page, box: null }];
  }
  const at = cell.raw.lastIndexOf(' ');
  const { raw, box } = cell;
  const half = (from: number, to: number): Cell => {
    const text = raw.slice(from, to);
    const made: Cell = {
      ...cell,
      raw: text,
      value: { type: 'text', text },
      box: boxOf(box, raw.length, [from, to]),
    };
    delete made.alternatives;
    return made;
  };
  return [half(0, at), half(at + 1, raw.length)];
}

function boxOf(box: Cell['box'], length: number, [from, to]: [number, number]): Cell['box'] {
  if (!box) return null;
  const [x0, y0, x1, y1] = box;
  const x = (index: number) => x0 + ((x1 - x0) * index) / length;
  return [x(from), y0, x(to), y1];
}
