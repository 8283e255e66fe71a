import type { ExportDocument, ExportedSchedule } from '../export-document.ts';
import { columnStyles } from './column-style.ts';
import { columnWidths } from './column-widths.ts';
import { alarmsOf } from './difference-cells.ts';
import { doubtsByCell } from './doubts-by-cell.ts';
import { editsByCell } from './edits-by-cell.ts';
import { layOut } from './layout.ts';
import { liveTotals } from './live-totals.ts';
import { LOOKS } from './looks.ts';
import type { PagePlaces } from './page-places.ts';
import { planBelow } from './plan-below.ts';
import { planBody } from './plan-body.ts';
import { planCheckColumns } from './plan-check-columns.ts';
import { planHeading } from './plan-heading.ts';
import { planHeads } from './plan-heads.ts';
import { planNames } from './plan-names.ts';
import { planSourceColumn } from './plan-source-column.ts';
import { proofMark } from './proof-mark.ts';
import { type ProofPlan, planProof } from './proof-plan.ts';
import { rowHeights } from './row-heights.ts';
import type { SheetCell, SheetLink, SheetModel } from './sheet-model.ts';
import { pagesText, sourceLink } from './source-link.ts';
import type { TablePlan } from './table-plan.ts';
import { textWidth } from './text-width.ts';

const GAP_WIDTH = 2;
const CHECK_WIDTH = 12;

/** The sheet of one schedule. */
export function planScheduleSheet(
  exported: ExportedSchedule,
  sheet: { name: string; stem: string; document: ExportDocument; places: PagePlaces },
): SheetModel {
  const { schedule } = exported;
  const plan = planTable(exported);
  const { layout } = plan;
  const proof = planProof(layout, plan.live);
  const linkTo = linkToPage(sheet);
  const where = [sheet.document.filename, pagesText(schedule.pages)].filter((part) => part !== '');
  const heads = planHeads(plan);
  const checks = planCheckColumns(plan, proof);
  const below = planBelow(plan, proof);
  const differences = [...checks.differences, ...below.differences];
  const widths = [...plan.widths, GAP_WIDTH, ...checkWidths(proof), SOURCE_WIDTH];
  const standing = {
    first: layout.firstHead,
    last: Math.min(layout.firstBody - 1, layout.firstHead + MOST_STANDING - 1),
  };
  const sourceCol = layout.width + 2 + proof.columns.length;
  const cells = [
    ...planHeading(plan, {
      text: `Source: ${where.join(', ')}`,
      link: linkTo(schedule.pages[0] ?? 1, schedule.parts[0]?.box[1] ?? 0),
      widths,
    }),
    ...heads.cells,
    ...planBody(plan),
    ...checks.heads,
    ...planSourceColumn(layout, { col: sourceCol, linkTo }),
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
    frozen: { rows: standing.last, cols: layout.labelCol === 0 ? 1 : 0 },
    repeatedRows: standing,
    footer: { left: where.join(' · '), middle: sheet.name },
    alarms: alarmsOf(differences),
    records: null,
    names: planNames(layout, sheet.stem),
  };
}

const SOURCE_WIDTH = 8;

/** More head rows than this would leave no room on a screen, and none on paper, for what they head. */
const MOST_STANDING = 8;

/** To the picture of the page in this workbook, else to where the pages can be seen. */
function linkToPage({
  document,
  places,
}: {
  document: ExportDocument;
  places: PagePlaces;
}): (page: number, y: number) => SheetLink | { url: string } | null {
  const pageUrl = sourceLink(document);
  return (page, y) => {
    const url = pageUrl(page);
    return places.at(page, y) ?? (url === null ? null : { url });
  };
}

function planTable(exported: ExportedSchedule): TablePlan {
  const { schedule } = exported;
  const layout = layOut(schedule);
  const styles = columnStyles(schedule, layout.width);
  return {
    layout,
    live: liveTotals(layout),
    styles,
    widths: columnWidths(layout, styles),
    doubts: doubtsByCell(schedule),
    edits: editsByCell(exported),
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
    plan.edits.count > 0 ? 'Blue cells were changed since the page was read; their notes say by whom.' : '',
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
