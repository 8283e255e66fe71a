import type { Schedule } from '#shared/schedules/schedule.ts';
import type { BuiltSchedule } from './build-schedule.ts';
import { cellEvidence } from './cell-evidence.ts';
import { findDoubts } from './find-doubts.ts';
import { isDrawing } from './is-drawing.ts';
import type { JoinedDraft } from './join-pages.ts';
import { scheduleEvidence } from './schedule-evidence.ts';
import { TRUST_WEIGHTS } from './trust-weights.ts';
import { weighEvidence } from './weigh-evidence.ts';

/**
 * Weighs the evidence: the confidence of the schedule and of each recognised figure as a probability, and the cells that a person
 * should look at. null where it is hardly a table: no sum holds, and it is the axis of a chart, a drawing read as letters, or less sure than any table was.
 */
export function trustSchedule(
  { pieces, schedule }: { pieces: JoinedDraft; schedule: BuiltSchedule },
  scanned: ReadonlySet<number>,
): Schedule | null {
  const weighed = cellEvidence(schedule, scanned).map((each) => ({
    ...each,
    confidence: round(weighEvidence(each.evidence, TRUST_WEIGHTS.cell), MOST_SURE),
  }));
  const misread =
    weighed.reduce((sum, { confidence }) => sum + 1 - confidence, 0) / Math.max(1, weighed.length);
  const read = { misread, scanned: schedule.pages.some((page) => scanned.has(page)) };
  const confidence = round(
    weighEvidence(scheduleEvidence(pieces, schedule, read), TRUST_WEIGHTS.schedule),
    MOST_SURE,
  );
  const unproved = schedule.proof.coveredCells === 0;
  if (unproved && (isDrawing(schedule.rows) || confidence < TRUST_WEIGHTS.schedule.dropBelow)) return null;
  const known = new Map(weighed.map((each) => [each.cell, each.confidence]));
  const rows = schedule.rows.map((row) => ({
    ...row,
    cells: row.cells.map((cell) => ({ ...cell, confidence: known.get(cell) ?? cell.confidence })),
  }));
  const { doubtBelow } = TRUST_WEIGHTS.cell;
  return { ...schedule, rows, confidence, doubts: findDoubts(schedule, { weighed, scanned, doubtBelow }) };
}

/** Nothing recognised is certain. */
const MOST_SURE = 0.999;

function round(probability: number, most: number): number {
  return Math.min(most, Math.round(1000 * probability) / 1000);
}
