import type { ScheduleHeadRow } from '#db/schedules.ts';
import type { StandingTies } from '#db/standing-ties.ts';
import { scheduleFields } from './schedule-fields.ts';
import { standingTies } from './standing-ties.ts';
import type { Doubt, Proof, SchedulePart, ScheduleTie } from './schedule.ts';

/** A schedule without its cells. The first five fields are the seed's. */
export interface ScheduleHead {
  id: string;
  name: string;
  /** 0..1: how probably it is one schedule, rightly cut. */
  confidence: number;
  rowCount: number;
  colCount: number;
  ordinal: number;
  kind: string;
  pages: number[];
  /** Where it stands on each page. */
  parts: SchedulePart[];
  /** Covered amounts of all amounts, and proposals for broken sums, if there are any. */
  proof: Pick<Proof, 'state' | 'sentence' | 'coveredCells' | 'amountCells' | 'repairs'>;
  /** What a person should look at, the most needed first; null where it was read before doubts were told (schema version 1). */
  doubtCount: number | null;
  doubts: Doubt[] | null;
  /** Figures it shares with other schedules of the job; left out where there are none. */
  ties?: ScheduleTie[];
  revision: number;
  /** Edits of persons that stand. */
  editCount: number;
}

/** `edited`: see standingTies. */
export function scheduleHead(row: ScheduleHeadRow, edited: readonly StandingTies[]): ScheduleHead {
  const { state, sentence, coveredCells, amountCells, repairs } = row.proof as Proof;
  const doubts = row.doubts as Doubt[] | null;
  return {
    ...scheduleFields(row),
    parts: row.parts as SchedulePart[],
    proof: { state, sentence, coveredCells, amountCells, ...(repairs ? { repairs } : {}) },
    doubtCount: doubts?.length ?? null,
    doubts,
    ...standingTies({ id: row.id, ties: row.ties as ScheduleTie[] | null }, edited),
    revision: row.revision,
    editCount: row.edit_count,
  };
}
