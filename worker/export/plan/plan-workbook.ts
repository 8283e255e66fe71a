import type { JointDocument } from '../joint-document.ts';
import { uniqueNamer } from '../unique-name.ts';
import { placeSources } from './place-sources.ts';
import { planCellsSheet } from './plan-cells-sheet.ts';
import { planContents } from './plan-contents.ts';
import { planPageSheet } from './plan-page-sheet.ts';
import { planScheduleSheet } from './plan-schedule-sheet.ts';
import { LONGEST_RANGE_NAME, rangeName } from './range-name.ts';
import type { SheetModel } from './sheet-model.ts';

const CONTENTS = 'Contents';
const CELLS = 'Cells';

/** All sheets of a workbook in their order: contents, one for each schedule, cells, one for each picture of a page. */
export function planWorkbook({ sources, missing }: JointDocument): SheetModel[] {
  const placed = placeSources(sources, [CONTENTS, CELLS]);
  // Tables and ranges share their names, and the table of all cells has one.
  const stemOf = uniqueNamer(rangeName, {
    longest: LONGEST_RANGE_NAME,
    reserved: [CELLS],
    suffix: (count) => `_${count}`,
  });
  const sheets = placed.flatMap(({ document, names, places }) =>
    document.schedules.map((exported, index) =>
      planScheduleSheet(exported, {
        name: names[index] ?? '',
        stem: stemOf(exported.schedule.name),
        document,
        places,
      }),
    ),
  );
  return [
    planContents(placed, { name: CONTENTS, missing }),
    ...sheets,
    planCellsSheet(placed, CELLS),
    ...placed.flatMap((source) => source.pictures.map((picture) => planPageSheet(picture, source))),
  ];
}
