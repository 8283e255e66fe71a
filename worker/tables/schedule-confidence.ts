import type { Column, Proof, Row } from '#shared/schedules/schedule.ts';
import type { Box } from '#worker/page/page-model.ts';
import { median } from './box-math.ts';
import type { JoinedDraft } from './join-pages.ts';

/**
 * How sure we are that this is one schedule, rightly cut: 0..1 from evidence that can be explained - figures stand under each
 * other, cells are filled, columns hold one kind of thing, sums hold, words are read surely. Weights are set by hand until
 * they are calibrated.
 */
export function scheduleConfidence(
  pieces: JoinedDraft,
  schedule: { columns: Column[]; rows: Row[]; proof: Proof },
): number {
  const body = schedule.rows.filter((row) => row.role !== 'head');
  const shape =
    0.3 * alignment(schedule.columns, body) + 0.2 * filled(body) + 0.25 * purity(schedule.columns, body);
  const bonus =
    (pieces[0].headCount > 0 ? 0.08 : 0) + (body.length >= 3 ? 0.05 : -0.1) + (pieces[0].ruled ? 0.05 : 0);
  const evidence = (shape + 0.25 * arithmetic(schedule.proof) + bonus) * reading(body);
  return Math.round(100 * Math.min(0.99, Math.max(0.05, evidence))) / 100;
}

/** Share of figures that keep the right edge, the centre or the left edge of their column within a few points. */
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

/** How surely the words were read on the average; 1 for a text layer. */
function reading(body: Row[]): number {
  const cells = body.flatMap((row) => row.cells).filter((cell) => cell.raw !== '');
  return cells.reduce((sum, cell) => sum + cell.confidence, 0) / Math.max(1, cells.length);
}

function filled(body: Row[]): number {
  const rows = body.filter((row) => row.role !== 'section');
  const cells = rows.flatMap((row) => row.cells);
  return cells.filter((cell) => cell.raw !== '').length / Math.max(1, cells.length);
}

/** Share of cells whose value is what the role of their column says. */
function purity(columns: Column[], body: Row[]): number {
  const cells = body.flatMap((row) => row.cells.map((cell, index) => ({ cell, role: columns[index]?.role })));
  const judged = cells.filter(
    ({ cell, role }) => cell.raw !== '' && (role === 'amount' || role === 'percent' || role === 'date'),
  );
  const fitting = judged.filter(
    ({ cell }) => cell.value.type === 'amount' || cell.value.type === 'percent' || cell.value.type === 'date',
  );
  return judged.length === 0 ? 0.5 : fitting.length / judged.length;
}

function arithmetic(proof: Proof): number {
  if (proof.state === 'nothing-to-prove') return 0.6;
  if (proof.state === 'broken') return 0.5;
  return 0.7 + 0.3 * (proof.coveredCells / Math.max(1, proof.amountCells));
}
