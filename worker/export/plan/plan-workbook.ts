import type { ExportDocument } from '../export-document.ts';
import type { PagePicture } from '../page-picture.ts';
import { LONGEST_SHEET_NAME, sheetName } from '../sheet-name.ts';
import { uniqueNamer } from '../unique-name.ts';
import { pagePlaces, pageSheetName } from './page-places.ts';
import { planCellsSheet } from './plan-cells-sheet.ts';
import { planContents } from './plan-contents.ts';
import { planPageSheet } from './plan-page-sheet.ts';
import { planScheduleSheet } from './plan-schedule-sheet.ts';
import { LONGEST_RANGE_NAME, rangeName } from './range-name.ts';
import type { SheetModel } from './sheet-model.ts';

const CONTENTS = 'Contents';
const CELLS = 'Cells';

/** All sheets of a workbook in their order: contents, one for each schedule, cells, one for each picture of a page. */
export function planWorkbook(document: ExportDocument, pictures: readonly PagePicture[]): SheetModel[] {
  const places = pagePlaces(pictures);
  const reserved = [CONTENTS, CELLS, ...pictures.map(({ page }) => pageSheetName(page))];
  const nameOf = uniqueNamer(sheetName, { longest: LONGEST_SHEET_NAME, reserved });
  // Tables and ranges share their names, and the table of all cells has one.
  const stemOf = uniqueNamer(rangeName, {
    longest: LONGEST_RANGE_NAME,
    reserved: [CELLS],
    suffix: (count) => `_${count}`,
  });
  const names = document.schedules.map(({ ordinal, schedule }) => nameOf(`${ordinal} ${schedule.name}`));
  const sheets = document.schedules.map((exported, index) =>
    planScheduleSheet(exported, {
      name: names[index] ?? '',
      stem: stemOf(exported.schedule.name),
      document,
      places,
    }),
  );
  return [
    planContents(document, { name: CONTENTS, names, places }),
    ...sheets,
    planCellsSheet(document, { name: CELLS, names }),
    ...pictures.map((picture) => planPageSheet(picture, { document, names })),
  ];
}
