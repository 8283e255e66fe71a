import { printAmount } from './print-amount.ts';
import type { TableRow } from './table.ts';

/** A line of a roll-forward in whole units; closing is computed, so that the schedule cross-foots by itself. */
interface Asset {
  name: string;
  opening: number;
  additions: number;
  disposals: number;
  depreciation: number;
}

export interface AssetClass {
  /** Empty where the assets stand under no heading. */
  name: string;
  assets: readonly Asset[];
}

/** Section, lines and total of a fixed asset roll-forward: Opening, Additions, Disposals, Depreciation, Closing. */
export function assetRows(classes: readonly AssetClass[], totalLabel: string): TableRow[] {
  const rows = classes.flatMap(({ name, assets }): TableRow[] => {
    const indent = name === '' ? 0 : 1;
    const lines = assets.map((asset): TableRow => {
      return { cells: [asset.name, ...printed(movements(asset))], kind: 'line', indent };
    });
    return name === '' ? lines : [{ cells: [name], kind: 'section' }, ...lines];
  });
  const all = classes.flatMap(({ assets }) => assets.map(movements));
  return [...rows, { cells: [totalLabel, ...printed(sumColumns(all))], kind: 'total' }];
}

/** Adds lists of amounts place by place. */
export function sumColumns(lists: readonly (readonly number[])[]): number[] {
  const width = lists[0]?.length ?? 0;
  return Array.from({ length: width }, (_, column) =>
    lists.reduce((sum, list) => sum + (list[column] ?? 0), 0),
  );
}

function movements({ opening, additions, disposals, depreciation }: Asset): number[] {
  return [opening, additions, disposals, depreciation, opening + additions + disposals + depreciation];
}

function printed(amounts: number[]): string[] {
  return amounts.map((amount) => printAmount(amount, 0));
}
