import type { Cell, Doubt, Schedule } from './schedule.ts';

/** A schedule from its row, of any schema version: one that was read before there were doubts doubts what was read weakly. */
export function storedSchedule(body: unknown): Schedule {
  const schedule = body as Omit<Schedule, 'doubts'> & Partial<Pick<Schedule, 'doubts'>>;
  return { ...schedule, doubts: schedule.doubts ?? weakCells(schedule) };
}

const WEAK_BELOW = 0.8;

function weakCells({ rows }: Pick<Schedule, 'rows'>): Doubt[] {
  return rows.flatMap(({ cells }, row) =>
    cells.flatMap((cell, col): Doubt[] =>
      cell.raw !== '' && cell.confidence < WEAK_BELOW
        ? [{ row, col, reason: 'unsure', sentence: told(cell) }]
        : [],
    ),
  );
}

function told({ raw, confidence, page }: Cell): string {
  return `Read ${raw} with ${Math.round(confidence * 100)} % confidence, page ${page}`;
}
