import type { Doubt } from '#shared/schedules/schedule.ts';
import { brokenFigures } from './broken-figures.ts';
import type { BuiltSchedule } from './build-schedule.ts';
import type { EvidencedCell } from './cell-evidence.ts';
import { explainDoubt } from './explain-doubt.ts';
import { oddCells } from './odd-cells.ts';

/**
 * The cells that a person should compare with the page, each once, the most needed first: figures that are probably misread, then
 * printed ones that do not add up, then cells whose shape says that something went wrong in cutting or reading, then dates that can be read in two ways.
 */
export function findDoubts(
  schedule: BuiltSchedule,
  read: { weighed: readonly WeighedCell[]; scanned: ReadonlySet<number>; doubtBelow: number },
): Doubt[] {
  const weak = read.weighed
    .filter(({ confidence }) => confidence < read.doubtBelow)
    .toSorted((one, other) => one.confidence - other.confidence)
    .map((cell) => explainDoubt(cell, schedule.proof));
  const broken = brokenFigures(schedule, read.scanned);
  const known = new Map<string, Doubt>();
  for (const doubt of [...weak, ...broken, ...oddCells(schedule, read.scanned)]) {
    const at = `${doubt.row},${doubt.col}`;
    if (!known.has(at)) known.set(at, doubt);
  }
  return [...known.values()];
}

/** A recognised figure with the probability that it is right. */
export interface WeighedCell extends EvidencedCell {
  confidence: number;
}
