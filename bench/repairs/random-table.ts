import type { Random } from './random-from.ts';

export type TableShape = 'both' | 'column-totals';

/** A table of cents: lines, then a row of totals; with totals of the rows, too, in its last column. */
export interface RandomTable {
  shape: TableShape;
  figures: number[][];
}

/** 3 to 25 lines, 3 to 8 columns, amounts between 1.00 and 9,999,999.99 evenly over their lengths; one in eight is nil. */
export function randomTable(random: Random, shape: TableShape): RandomTable {
  const [lines, columns] = [3 + random.below(23), 3 + random.below(6)];
  const figures = Array.from({ length: lines }, () => {
    const amounts = Array.from({ length: columns }, () => amount(random));
    return shape === 'both' ? [...amounts, sum(amounts)] : amounts;
  });
  const totals = (figures[0] ?? []).map((_, col) => sum(figures.map((row) => row[col] ?? 0)));
  return { shape, figures: [...figures, totals] };
}

function amount(random: Random): number {
  if (random.chance(1 / 8)) return 0;
  const figure = 100 + random.below(9 * 10 ** (2 + random.below(6)));
  return random.chance(1 / 12) ? -figure : figure;
}

function sum(figures: number[]): number {
  return figures.reduce((total, figure) => total + figure, 0);
}
