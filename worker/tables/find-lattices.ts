import type { Box, Ruling } from '#worker/page/page-model.ts';
import { unionBox } from './box-math.ts';

/** A closed grid of rulings: cell borders as x and y positions, and which elementary cells flow together. */
export interface Lattice {
  box: Box;
  xs: number[];
  ys: number[];
  cells: LatticeCell[];
}

/** A cell of the grid, possibly over several rows and columns of it. */
export interface LatticeCell {
  row: number;
  col: number;
  rowSpan: number;
  colSpan: number;
}

/** Finds closed grids: rulings that touch each other, with at least two rows or two columns of cells. */
export function findLattices(rulings: readonly Ruling[]): Lattice[] {
  if (rulings.length > MOST_RULINGS) return [];
  return connected(rulings).flatMap((group) => toLattice(group) ?? []);
}

/** A page with more lines than this is a drawing, and a grid with more cells a hatching. */
const MOST_RULINGS = 4000;
const MOST_CELLS = 20_000;

const TOUCH_POINTS = 2.5;

function touches(a: Box, b: Box): boolean {
  return (
    a[0] <= b[2] + TOUCH_POINTS &&
    b[0] <= a[2] + TOUCH_POINTS &&
    a[1] <= b[3] + TOUCH_POINTS &&
    b[1] <= a[3] + TOUCH_POINTS
  );
}

/** Groups of rulings that touch, directly or through others. */
function connected(rulings: readonly Ruling[]): Ruling[][] {
  const left = new Set(rulings);
  const groups: Ruling[][] = [];
  for (const seed of rulings) {
    if (!left.delete(seed)) continue;
    const group = [seed];
    for (const member of group) {
      for (const other of left) {
        if (!touches(member.box, other.box)) continue;
        left.delete(other);
        group.push(other);
      }
    }
    groups.push(group);
  }
  return groups;
}

function toLattice(group: Ruling[]): Lattice | null {
  const horizontal = group.filter((ruling) => ruling.direction === 'horizontal');
  const vertical = group.filter((ruling) => ruling.direction === 'vertical');
  const box = unionBox(group.map((ruling) => ruling.box));
  if (!box || horizontal.length < 2 || vertical.length < 1) return null;
  const xs = positions([
    ...vertical.map((ruling) => (ruling.box[0] + ruling.box[2]) / 2),
    ...openSides(box, horizontal),
  ]);
  const ys = positions([...horizontal.map((ruling) => (ruling.box[1] + ruling.box[3]) / 2), box[1], box[3]]);
  if (xs.length < 3 || ys.length < 3 || xs.length * ys.length > MOST_CELLS) return null;
  return { box, xs, ys, cells: flow({ xs, ys, horizontal, vertical }) };
}

/** Grids often leave their left and right side open: there the ends of the horizontal rulings close them. */
function openSides(box: Box, horizontal: Ruling[]): number[] {
  const reaching = (side: 0 | 2) =>
    horizontal.filter((ruling) => Math.abs(ruling.box[side] - box[side]) < 4).length >= 2;
  return [...(reaching(0) ? [box[0]] : []), ...(reaching(2) ? [box[2]] : [])];
}

const SAME_LINE_POINTS = 3.5;

function positions(values: number[]): number[] {
  const clusters: number[][] = [];
  for (const value of values.toSorted((a, b) => a - b)) {
    const open = clusters.at(-1);
    if (open && value - (open[0] ?? value) <= SAME_LINE_POINTS) open.push(value);
    else clusters.push([value]);
  }
  return clusters.map((cluster) => cluster.reduce((a, b) => a + b, 0) / cluster.length);
}

interface Borders {
  xs: number[];
  ys: number[];
  horizontal: Ruling[];
  vertical: Ruling[];
}

/** Elementary cells without a ruling between them are one cell; a cell that would not be a rectangle is left in its pieces. */
function flow(borders: Borders): LatticeCell[] {
  const [rows, cols] = [borders.ys.length - 1, borders.xs.length - 1];
  const taken = new Set<number>();
  const cells: LatticeCell[] = [];
  for (let row = 0; row < rows; row++) {
    for (let col = 0; col < cols; col++) {
      if (taken.has(row * cols + col)) continue;
      let colSpan = 1;
      while (
        col + colSpan < cols &&
        !taken.has(row * cols + col + colSpan) &&
        !hasVertical(borders, row, col + colSpan)
      )
        colSpan++;
      let rowSpan = 1;
      while (row + rowSpan < rows && isOpenBelow(borders, { row: row + rowSpan, col, colSpan })) rowSpan++;
      for (let r = row; r < row + rowSpan; r++)
        for (let c = col; c < col + colSpan; c++) taken.add(r * cols + c);
      cells.push({ row, col, rowSpan, colSpan });
    }
  }
  return cells;
}

/** Whether the band of columns runs into the row below: no ruling above it, no ruling inside it. */
function isOpenBelow(borders: Borders, at: { row: number; col: number; colSpan: number }): boolean {
  const cols = Array.from({ length: at.colSpan }, (_, index) => at.col + index);
  return (
    cols.every((col) => !hasHorizontal(borders, at.row, col)) &&
    cols.slice(1).every((col) => !hasVertical(borders, at.row, col))
  );
}

function hasVertical(borders: Borders, row: number, border: number): boolean {
  const x = borders.xs[border] ?? 0;
  const y = ((borders.ys[row] ?? 0) + (borders.ys[row + 1] ?? 0)) / 2;
  return borders.vertical.some(
    ({ box }) => Math.abs((box[0] + box[2]) / 2 - x) <= SAME_LINE_POINTS && box[1] <= y && box[3] >= y,
  );
}

function hasHorizontal(borders: Borders, border: number, col: number): boolean {
  const y = borders.ys[border] ?? 0;
  const x = ((borders.xs[col] ?? 0) + (borders.xs[col + 1] ?? 0)) / 2;
  return borders.horizontal.some(
    ({ box }) => Math.abs((box[1] + box[3]) / 2 - y) <= SAME_LINE_POINTS && box[0] <= x && box[2] >= x,
  );
}
