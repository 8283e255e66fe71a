import type { PageModel } from '#worker/page/page-model.ts';
import { across, shared, unionBox } from './box-math.ts';
import { buildHeads } from './build-heads.ts';
import { buildRows } from './build-rows.ts';
import { countRuledHeads } from './count-ruled-heads.ts';
import { findColumns } from './find-columns.ts';
import type { PageText, Region } from './find-regions.ts';
import { growDown } from './grow-down.ts';
import { type Footprint, growUp } from './grow-up.ts';
import { joinFullHeads } from './join-full-heads.ts';
import { labelColumns } from './label-columns.ts';
import { lineKind } from './line-kind.ts';
import type { PhraseLine } from './phrases.ts';
import { placePhrases } from './place-phrases.ts';
import { NO_CAPTION } from './read-lattice.ts';
import type { Band, TableDraft } from './table-draft.ts';

/** Reads one region of figures as a table: columns, headings above it, rows. Null where no two columns come out. */
export function readRegion(page: PageModel, text: PageText, region: Region): TableDraft | null {
  const run = text.lines.slice(region.first, region.last + 1);
  const ruledHeads = countRuledHeads(run, text.lines[region.first - 1], page.rulings);
  const [inside, before] = [run.slice(ruledHeads), text.lines.slice(region.floor, region.first + ruledHeads)];
  const [firstRow] = inside;
  const figured = inside.filter((line) => lineKind(line) === 'body');
  const bands = region.carried.length > 0 ? region.carried : findColumns(figured);
  if (!firstRow || bands.length < 2) return null;
  const { heads, sections } = growUp(before, firstRow, footprint(page, figured, bands));
  const body = [...sections, ...inside, ...growDown(text.lines.slice(region.last + 1), inside, bands)];
  const box = unionBox([...heads, ...body].map((line) => line.box));
  if (!box) return null;
  const rules = page.rulings.filter(
    (ruling) => ruling.direction === 'horizontal' && shared(across(ruling.box), across(box)) > 0,
  );
  const headRows = joinFullHeads(buildHeads(heads, bands, page.rulings), { bands, rulings: page.rulings });
  const rows = [
    ...headRows,
    ...buildRows(body, bands, { rules: rules.map((ruling) => ruling.box[1]), stripes: page.fills }),
  ];
  return {
    page: page.page,
    box,
    bands: [...bands],
    rows,
    headCount: headRows.length,
    caption: NO_CAPTION,
    linesAbove: 0,
    linesBelow: 0,
    ruled: false,
  };
}

function footprint(page: PageModel, figured: PhraseLine[], bands: readonly Band[]): Footprint {
  const labels = labelColumns(
    figured.map((line) => placePhrases(line, bands)),
    bands.length,
  );
  const [left, right] = [bands[0]?.[0] ?? 0, bands.at(-1)?.[1] ?? 0];
  const full = page.rulings.filter(
    (ruling) =>
      ruling.direction === 'horizontal' && shared(across(ruling.box), [left, right]) >= 0.85 * (right - left),
  );
  return {
    label: [left, bands[labels - 1]?.[1] ?? left],
    figures: [bands[labels]?.[0] ?? right, right],
    ceilings: full.map((ruling) => ruling.box[1]),
    fills: page.fills,
  };
}
