import type { CellAddress, Check } from '../schedules/schedule.ts';

/** The figure that two broken checks both find wrong. */
export interface SharedFigure {
  at: CellAddress;
  checks: readonly [Check, Check];
  /** The two directions, for a sentence: "row and column". */
  ways: string;
}

/** The one cell that two broken sums of different directions have in common, where both miss by the same amount. */
export function sharedFigure(broken: readonly Check[]): SharedFigure | null {
  const missed = (check: Check) => Math.abs(check.printedMinor - check.computedMinor);
  for (const [one, other, ways] of WAYS)
    for (const down of broken.filter(({ prover }) => prover === one))
      for (const across of broken.filter(({ prover }) => prover === other)) {
        if (across === down || missed(across) !== missed(down)) continue;
        const common = cellsOf(down).filter((cell) => cellsOf(across).some((at) => isSame(at, cell)));
        const [at] = common;
        if (at && common.length === 1)
          return { at: { row: at.row, col: at.col }, checks: [down, across], ways };
      }
  return null;
}

const WAYS: readonly [Check['prover'], Check['prover'], string][] = [
  ['footing', 'cross-foot', 'row and column'],
  ['footing', 'product', 'column and product'],
  ['running-balance', 'running-balance', 'the balance on its row and on the next'],
  ['running-balance', 'footing', 'balance and column'],
  ['running-balance', 'cross-foot', 'balance and row'],
];

function cellsOf(check: Check): CellAddress[] {
  return [check.target, ...check.addends];
}

function isSame(one: CellAddress, other: CellAddress): boolean {
  return one.row === other.row && one.col === other.col;
}
