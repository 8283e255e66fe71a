import type { Column, Proof, Row } from '#shared/schedules/schedule.ts';
import type { Box } from '#worker/page/page-model.ts';
import { median } from './box-math.ts';
import type { JoinedDraft } from './join-pages.ts';

/** What speaks for a schedule being one, rightly cut: by name, each from 0 to 1. */
export type ScheduleEvidence = Record<ScheduleFeature, number>;
export type ScheduleFeature = (typeof SCHEDULE_FEATURES)[number];

export const SCHEDULE_FEATURES = [
  /** Share of figures that keep an edge or the centre of their column. */
  'aligned',
  /** Share of body cells that are not blank. */
  'filled',
  /** Share of cells whose value is what the role of their column says. */
  'pure',
  'headed',
  'ruled',
  /** How many rows with figures there are: 0 for none, 1 for sixteen and more. */
  'long',
  /** How many columns there are: 0 for two, 1 for ten and more. Many columns are cut wrongly more often. */
  'wide',
  /** Some check holds; share of the amounts that holding checks cover. */
  'proved',
  'covered',
  'broken',
  /** Share of cells that hold running text. */
  'prose',
  /** How surely the recogniser read its cells on the average: 1 for a text layer. */
  'legible',
  /** Share of the figures that are probably wrong. */
  'misread',
  'scanned',
] as const;

export function scheduleEvidence(
  pieces: JoinedDraft,
  schedule: { columns: Column[]; rows: Row[]; proof: Proof },
  read: { misread: number; scanned: boolean },
): ScheduleEvidence {
  const body = schedule.rows.filter((row) => row.role !== 'head');
  const { state, coveredCells, amountCells } = schedule.proof;
  const figured = body.filter((row) => row.cells.some(({ value }) => isFigure(value.type))).length;
  const is = (sign: boolean) => (sign ? 1 : 0);
  return {
    aligned: alignment(schedule.columns, body),
    filled: filled(body),
    pure: purity(schedule.columns, body),
    headed: is(pieces[0].headCount > 0),
    ruled: is(pieces[0].ruled),
    long: Math.min(1, Math.log2(1 + figured) / 4),
    wide: Math.min(1, Math.max(0, schedule.columns.length - 2) / 8),
    proved: is(coveredCells > 0),
    covered: coveredCells / Math.max(1, amountCells),
    broken: is(state === 'broken'),
    prose: prose(body),
    legible: legible(body),
    misread: read.misread,
    scanned: is(read.scanned),
  };
}

function isFigure(type: string): boolean {
  return type === 'amount' || type === 'percent';
}

function alignment(columns: Column[], body: Row[]): number {
  const shares = columns.flatMap((column, index) => {
    const boxes = body.flatMap((row) => (row.cells[index]?.box ? [row.cells[index].box] : []));
    if (column.role === 'label' || boxes.length === 0) return [];
    return [Math.max(...EDGES.map((edge) => within(boxes.map(edge))))];
  });
  return shares.length === 0 ? 0.5 : shares.reduce((a, b) => a + b, 0) / shares.length;
}

const EDGES: readonly ((box: Box) => number)[] = [
  (box) => box[2],
  (box) => (box[0] + box[2]) / 2,
  (box) => box[0],
];
const SAME_EDGE_POINTS = 4;

function within(edges: number[]): number {
  const middle = median(edges);
  return (
    edges.filter((edge) => Math.abs(edge - middle) <= SAME_EDGE_POINTS).length / Math.max(1, edges.length)
  );
}

function filled(body: Row[]): number {
  const rows = body.filter((row) => row.role !== 'section');
  const cells = rows.flatMap((row) => row.cells);
  return cells.filter((cell) => cell.raw !== '').length / Math.max(1, cells.length);
}

function purity(columns: Column[], body: Row[]): number {
  const cells = body.flatMap((row) => row.cells.map((cell, index) => ({ cell, role: columns[index]?.role })));
  const judged = cells.filter(
    ({ cell, role }) => cell.raw !== '' && (role === 'amount' || role === 'percent' || role === 'date'),
  );
  const fitting = judged.filter(({ cell }) => isFigure(cell.value.type) || cell.value.type === 'date');
  return judged.length === 0 ? 0 : fitting.length / judged.length;
}

function legible(body: Row[]): number {
  const cells = body.flatMap((row) => row.cells).filter((cell) => cell.raw !== '');
  return cells.reduce((sum, cell) => sum + cell.confidence, 0) / Math.max(1, cells.length);
}

/** Cells right of the label with as many words as a line of text. */
function prose(body: Row[]): number {
  const cells = body.flatMap((row) => row.cells.slice(1)).filter((cell) => cell.raw !== '');
  return cells.filter((cell) => cell.raw.split(' ').length >= PROSE_WORDS).length / Math.max(1, cells.length);
}

const PROSE_WORDS = 5;
