import type { Cell, Row } from '#shared/schedules/schedule.ts';

/**
 * Whether all that is here is the axis of a chart: figures in one column only, each the same step from the one before and a multiple
 * of that step, and not each with a label. "25%, 50%, 75%" after one, two, three years is a schedule.
 */
export function isAxis(rows: readonly Row[]): boolean {
  const figures = rows.flatMap(({ cells }) =>
    cells.flatMap(({ value }, col) =>
      (value.type === 'amount' || value.type === 'percent') && value.minor !== 0
        ? [{ col, figure: value.minor / 10 ** value.scale, labelled: cells.some(isLabel) }]
        : [],
    ),
  );
  const columns = Map.groupBy(figures, ({ col }) => col);
  const ticks = [...columns.values()].reduce((most, each) => (each.length > most.length ? each : most), []);
  if (ticks.length < LEAST_TICKS || figures.length - ticks.length > MOST_STRAYS) return false;
  if (ticks.filter(({ labelled }) => !labelled).length < LEAST_BARE) return false;
  const values = ticks.map(({ figure }) => figure);
  const steps = values.slice(1).map((value, index) => value - (values[index] ?? 0));
  const [first = 0] = steps;
  const step = Math.abs(first);
  const isMultiple = (length: number) => Math.abs(length / step - Math.round(length / step)) < ROUNDING;
  return (
    step > 0 && steps.every((each) => Math.abs(each - first) < step * ROUNDING) && values.every(isMultiple)
  );
}

const LEAST_TICKS = 3;
const LEAST_BARE = 2;
/** A tick of another axis, or a speck read as a figure. */
const MOST_STRAYS = 1;
const ROUNDING = 1e-6;

/** A letter alone is the end of a line that was read as one. */
function isLabel({ raw }: Cell): boolean {
  return /\p{L}{2}/u.test(raw);
}
