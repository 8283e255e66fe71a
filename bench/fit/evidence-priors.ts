import type { CellFeature } from '#worker/tables/cell-evidence.ts';
import type { ScheduleFeature } from '#worker/tables/schedule-evidence.ts';

/**
 * What each piece of evidence weighs where nothing is known yet, in log odds; its sign is never given up. The corpora are small:
 * some evidence is there five times, and a fit from nothing would believe it too little or too much.
 */
export const CELL_PRIOR: Readonly<Record<CellFeature, number>> = {
  unsure: -0.8,
  contested: -0.7,
  shortInColumn: -4,
  shortInRow: -3,
  oddGroups: -2,
  oddPercent: -3,
  torn: -3,
  tiny: -3,
  lonely: -2,
  company: -2,
  broken: -4,
  proved: 3.5,
  provedTwice: 0.5,
};

export const SCHEDULE_PRIOR: Readonly<Record<ScheduleFeature, number>> = {
  aligned: 1,
  filled: 1.5,
  pure: 1,
  headed: 0.7,
  ruled: 0.5,
  long: 1.5,
  wide: -0.5,
  proved: 1,
  covered: 1,
  broken: -0.3,
  prose: -1,
  legible: 4,
  misread: -4,
  scanned: -0.5,
};
