import type { StandingTies } from '#db/standing-ties.ts';
import type { ScheduleTie } from './schedule.ts';

/**
 * A schedule's `ties` with the other ends as they stand now: every tie stands in both schedules, and an edit of the other one may
 * have moved its figure, renamed it, or made it another figure, with which nothing ties any more. Two schedules tie once by each
 * figure (prove-across.ts), so that schedule and figure find the other end. Left out where none stands.
 */
export function standingTies(
  { id, ties }: { id: string; ties?: readonly ScheduleTie[] | null | undefined },
  edited: readonly StandingTies[],
): { ties?: ScheduleTie[] } {
  const standing = (ties ?? []).flatMap((tie): ScheduleTie[] => {
    const schedule = edited.find((one) => one.id === tie.other.id);
    if (!schedule) return [tie];
    const end = (schedule.ties as ScheduleTie[]).find(
      (one) => one.other.id === id && one.identity === tie.identity && isSameFigure(one, tie),
    );
    if (!end) return [];
    return [{ ...tie, other: { ...tie.other, name: schedule.name, row: end.row, col: end.col } }];
  });
  return standing.length > 0 ? { ties: standing } : {};
}

function isSameFigure(one: ScheduleTie, other: ScheduleTie): boolean {
  return one.minor * 10 ** other.scale === other.minor * 10 ** one.scale;
}
