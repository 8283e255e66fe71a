import type { Schedule, ScheduleTie } from '../schedules/schedule.ts';
import { proveAcross, type Tie } from './prove-across.ts';

/**
 * The schedules of one document, each with the figures that tie it to the others: every tie stands in both. `schedules` must be
 * all that are kept, in their final order; `idOf` gives the id of the schedule of an ordinal from 1.
 */
export function withTies(schedules: readonly Schedule[], idOf: (ordinal: number) => string): Schedule[] {
  const tiesOf = new Map<number, ScheduleTie[]>();
  const add = (at: Tie['from'], other: Tie['to'], { identity, minor, scale }: Tie): void => {
    const ordinal = other.schedule + 1;
    const name = schedules[other.schedule]?.name ?? '';
    const ties = tiesOf.get(at.schedule) ?? [];
    tiesOf.set(at.schedule, ties);
    ties.push({
      identity,
      row: at.row,
      col: at.col,
      minor,
      scale,
      other: { id: idOf(ordinal), ordinal, name, row: other.row, col: other.col },
    });
  };
  for (const tie of proveAcross(schedules)) {
    add(tie.from, tie.to, tie);
    add(tie.to, tie.from, tie);
  }
  return schedules.map((schedule, index) => {
    const ties = tiesOf.get(index);
    return ties ? { ...schedule, ties } : schedule;
  });
}
