import type { Check } from '#shared/schedules/schedule.ts';
import { addressOf } from './address.ts';
import { type DifferenceCell, differenceCell } from './difference-cells.ts';
import { differenceOf, footingDifference } from './difference.ts';
import { placeOf, rowLabel } from './layout.ts';
import { printedAt } from './live-totals.ts';
import { LOOKS } from './looks.ts';
import { amountFormat, percentFormat } from './number-format.ts';
import { nameCheck } from './name-check.ts';
import { type ProofPlan, liveTotalsIn } from './proof-plan.ts';
import type { SheetCell } from './sheet-model.ts';
import type { TablePlan } from './table-plan.ts';

interface Below {
  cells: SheetCell[];
  differences: DifferenceCell[];
  /** The first row that is free again. */
  nextRow: number;
  /** Column of the sheet for labels. */
  labelCol: number;
}

/** More lines than this nobody reads; broken checks come first. */
const MOST_LINES = 40;

/** Below the table: totals as printed with their differences, then the checks that have no other place. */
export function planBelow(plan: TablePlan, proof: ProofPlan): Below {
  const { labelCol, width, afterBody } = plan.layout;
  const below: Below = { cells: [], differences: [], nextRow: afterBody, labelCol: (labelCol ?? width) + 1 };
  for (const [index, row] of proof.totals.entries())
    printTotals(plan, below, { row, name: index === 0 ? 'Total' : '' });
  const lines = proof.lines.toSorted(
    (one, other) => Number(other.state === 'broken') - Number(one.state === 'broken'),
  );
  for (const check of lines.slice(0, MOST_LINES)) printCheck(plan, below, check);
  const rest = lines.slice(MOST_LINES);
  if (rest.length > 0) {
    const broken = rest.filter((check) => check.state === 'broken').length;
    label(below, `${rest.length} more checks, ${broken} of them broken`);
    below.nextRow++;
  }
  return below;
}

function printTotals(plan: TablePlan, below: Below, total: { row: number; name: string }): void {
  const { layout, live } = plan;
  label(below, `${total.name || rowLabel(layout, total.row) || 'Total'} as printed`, 'printed');
  below.nextRow++;
  label(below, 'Difference');
  for (const col of liveTotalsIn(layout, live, total.row)) {
    const address = { row: total.row, col };
    const check = live.at(address)?.check;
    if (!check) continue;
    const printed = printedAt(layout, address);
    const result = live.valueAt(address).minus(printed);
    const at = { row: below.nextRow - 1, col: col + 1 };
    const percent = layout.schedule.rows[total.row]?.cells[col]?.value.type === 'percent';
    const format = percent ? percentFormat(Math.max(printed.scale - 2, 0)) : amountFormat(printed.scale);
    const look = { ...LOOKS.printed, format, align: 'right' } as const;
    below.cells.push({ ...at, content: { type: 'number', number: printed.toNumber() }, look });
    const addresses = { live: addressOf(placeOf(layout, address)), printed: addressOf(at), result };
    below.differences.push(
      differenceCell({ ...at, row: below.nextRow }, footingDifference(check, layout, addresses)),
    );
  }
  below.nextRow++;
}

function printCheck(plan: TablePlan, below: Below, check: Check): void {
  const difference = differenceOf(check, plan.layout, plan.live);
  if (!difference) return;
  label(below, nameCheck(check, plan.layout));
  const place = { row: below.nextRow, col: check.target.col + 1 };
  below.differences.push(differenceCell(place, difference));
  below.nextRow++;
}

/** In the label column; behind the table where all its columns are figures. */
function label(below: Below, text: string, look: 'printed' | 'check' = 'check'): void {
  below.cells.push({
    row: below.nextRow,
    col: below.labelCol,
    content: { type: 'text', text },
    look: LOOKS[look],
  });
}
