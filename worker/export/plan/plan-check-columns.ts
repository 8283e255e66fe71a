import { type DifferenceCell, differenceCell } from './difference-cells.ts';
import { differenceOf } from './difference.ts';
import { sheetRow } from './layout.ts';
import { LOOKS } from './looks.ts';
import type { ProofPlan } from './proof-plan.ts';
import type { SheetCell } from './sheet-model.ts';
import type { TablePlan } from './table-plan.ts';

/** The proofs that run along rows, right of the table behind a gap: for each row the difference, a tick where there is none. */
export function planCheckColumns(
  plan: TablePlan,
  proof: ProofPlan,
): { heads: SheetCell[]; differences: DifferenceCell[] } {
  const { layout, live } = plan;
  const firstCol = layout.width + 2;
  const heads = proof.columns.map(({ heading }, index): SheetCell => {
    return {
      row: layout.firstBody - 1,
      col: firstCol + index,
      content: { type: 'text', text: heading },
      look: LOOKS.checkHead,
    };
  });
  const differences = proof.columns.flatMap(({ checks }, index) =>
    [...checks].flatMap(([row, check]) => {
      const difference = differenceOf(check, layout, live);
      const place = { row: sheetRow(layout, row), col: firstCol + index };
      return difference ? [differenceCell(place, difference)] : [];
    }),
  );
  return { heads, differences };
}
