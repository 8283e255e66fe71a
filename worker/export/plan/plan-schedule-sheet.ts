import type { Schedule } from '#shared/schedules/schedule.ts';
import type { ExportDocument } from '../export-document.ts';
import { columnStyles } from './column-style.ts';
import { columnWidths } from './column-widths.ts';
import { alarmsOf } from './difference-cells.ts';
import { doubtsByCell } from './doubts-by-cell.ts';
import { layOut } from './layout.ts';
import { liveTotals } from './live-totals.ts';
import { LOOKS } from './looks.ts';
import { planBelow } from './plan-below.ts';
import { planBody } from './plan-body.ts';
import { planCheckColumns } from './plan-check-columns.ts';
import { planHeading } from './plan-heading.ts';
import { planHeads } from './plan-heads.ts';
import { planSourceColumn } from './plan-source-column.ts';
import { proofMark } from './proof-mark.ts';
import { type ProofPlan, planProof } from './proof-plan.ts';
import { rowHeights } from './row-heights.ts';
import type { SheetCell, SheetModel } from './sheet-model.ts';
import { pagesText, sourceLink } from './source-link.ts';
import type { TablePlan } from './table-plan.ts';
import { textWidth } from './text-width.ts';

const GAP_WIDTH = 2;
const CHECK_WIDTH = 12;

/** The sheet of one schedule. */
export function planScheduleSheet(
  schedule: Schedule,
  sheet: { name: string; document: ExportDocument },
): SheetModel {
  const plan = planTable(schedule);
  const { layout } = plan;
  const proof = planProof(layout, plan.live);
  const pageUrl = sourceLink(sheet.document);
  const where = [sheet.document.filename, pagesText(schedule.pages)].filter((part) => part !== '');
  const heads = planHeads(plan);
  const checks = planCheckColumns(plan, proof);
  const below = planBelow(plan, proof);
  const differences = [...checks.differences, ...below.differences];
  const widths = [...plan.widths, GAP_WIDTH, ...checkWidths(proof), SOURCE_WIDTH];
  const sourceCol = layout.width + 2 + proof.columns.length;
  const cells = [
    ...planHeading(plan, {
      text: `Source: ${where.join(', ')}`,
      url: pageUrl(schedule.pages[0] ?? 1),
      widths,
    }),
    ...heads.cells,
    ...planBody(plan),
    ...checks.heads,
    ...planSourceColumn(layout, { col: sourceCol, pageUrl }),
    ...differences.map(({ cell }) => cell),
    ...below.cells,
    ...legend(plan, below.nextRow + 1),
  ];
  return {
    name: sheet.name,
    tabColor: proofMark(schedule.proof).tabColor,
    widths,
    heights: rowHeights({ cells, widths, merges: heads.merges }),
    cells,
    merges: heads.merges,
    frozen: { rows: layout.firstBody - 1, cols: layout.labelCol === 0 ? 1 : 0 },
    repeatedRows: { first: layout.firstHead, last: layout.firstBody - 1 },
    footer: { left: where.join(' · '), middle: sheet.name },
    alarms: alarmsOf(differences),
    records: null,
  };
}

const SOURCE_WIDTH = 8;

function planTable(schedule: Schedule): TablePlan {
  const layout = layOut(schedule);
  const styles = columnStyles(schedule, layout.width);
  return {
    layout,
    live: liveTotals(layout),
    styles,
    widths: columnWidths(layout, styles),
    doubts: doubtsByCell(schedule),
  };
}

function checkWidths(proof: ProofPlan): number[] {
  return proof.columns.map(({ heading }) => Math.max(CHECK_WIDTH, Math.ceil(textWidth(heading))));
}

/** Says what the colours mean, only where they appear. */
function legend(plan: TablePlan, row: number): SheetCell[] {
  const { schedule } = plan.layout;
  const { checks } = schedule.proof;
  const sentences = [
    plan.doubts.count > 0 ? 'Amber cells need a look: compare them with the page.' : '',
    checks.some((check) => plan.live.at(check.target))
      ? 'Grey figures are printed on the page; black totals are live formulas.'
      : '',
    checks.some((check) => check.state === 'broken') ? 'Red differences are computed minus printed.' : '',
    checks.some((check) => check.state === 'proved-within-rounding')
      ? 'Grey differences lie within rounding.'
      : '',
  ].filter((sentence) => sentence !== '');
  if (sentences.length === 0) return [];
  return [{ row, col: 1, content: { type: 'text', text: sentences.join(' ') }, look: LOOKS.legend }];
}
