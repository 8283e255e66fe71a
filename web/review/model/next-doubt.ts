import type { CellAddress } from '#shared/schedules/schedule.ts';

/** The cells of one schedule that want a look, the most needed first. */
export interface ToCheck {
  ordinal: number;
  cells: readonly CellAddress[];
}

export interface Place extends CellAddress {
  ordinal: number;
}

/**
 * Where N goes: the most needed cell not looked at yet, in this schedule, then in those after it and around. When all were
 * looked at, the round begins again with `wrapped`; null when nothing is left to check.
 */
export function nextDoubt(
  schedules: readonly ToCheck[],
  ordinal: number,
  seen: ReadonlySet<string>,
): { place: Place; wrapped: boolean } | null {
  const here = Math.max(
    schedules.findIndex((schedule) => schedule.ordinal === ordinal),
    0,
  );
  const inTurn = [...schedules.slice(here), ...schedules.slice(0, here)];
  const places = inTurn.flatMap(({ ordinal, cells }) =>
    cells.map(({ row, col }): Place => ({ ordinal, row, col })),
  );
  const unseen = places.find((place) => !seen.has(placeKey(place)));
  const place = unseen ?? places[0];
  return place ? { place, wrapped: unseen === undefined } : null;
}

export function placeKey({ ordinal, row, col }: Place): string {
  return `${ordinal},${row},${col}`;
}
