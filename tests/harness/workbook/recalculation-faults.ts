import type { ReadBook, ReadSheet } from './read-workbook.ts';

/**
 * Where a spreadsheet, having worked everything out, holds something else than the workbook says; empty where nothing differs.
 * Numbers may differ by what doubles lose in a sum: 15 digits of the largest figure on the sheet.
 */
export function recalculationFaults(
  ours: ReadBook,
  theirs: ReadBook,
): { faults: string[]; formulas: number } {
  const faults: string[] = [];
  let formulas = 0;
  for (const [index, sheet] of ours.sheets.entries()) {
    const other = theirs.sheets[index];
    if (other?.name !== sheet.name)
      faults.push(`sheet ${index + 1} is "${other?.name}" and not "${sheet.name}"`);
    else faults.push(...sheetDifferences(sheet, other));
    formulas += [...sheet.cells.values()].filter(({ formula }) => formula !== null).length;
    const made = [...(other?.cells ?? [])].filter(
      ([at, { formula }]) => formula !== null && sheet.cells.get(at)?.formula == null,
    );
    faults.push(...made.map(([at, { formula }]) => `${sheet.name}!${at} became the formula ${formula}`));
  }
  return { faults, formulas };
}

function sheetDifferences(ours: ReadSheet, theirs: ReadSheet): string[] {
  const figures = [...ours.cells.values()].flatMap(({ value }) =>
    typeof value === 'number' ? [Math.abs(value)] : [],
  );
  const tolerance =
    1e-14 * figures.reduce((most, figure) => Math.max(most, figure), 1) * Math.max(figures.length, 1);
  return [...ours.cells].flatMap(([at, { value, formula }]) => {
    const other = theirs.cells.get(at)?.value ?? null;
    const same =
      typeof value === 'number' && typeof other === 'number'
        ? Math.abs(value - other) <= tolerance
        : value === other;
    return same
      ? []
      : [
          `${ours.name}!${at}${formula === null ? '' : ` =${formula}`} is ${shown(other)} and not ${shown(value)}`,
        ];
  });
}

function shown(value: number | string | null): string {
  return JSON.stringify(value)?.slice(0, 80) ?? '';
}
