import type { ExportDocument } from '../export-document.ts';
import { LONGEST_SHEET_NAME, sheetName } from '../sheet-name.ts';
import { uniqueNamer } from '../unique-name.ts';
import { planCellsSheet } from './plan-cells-sheet.ts';
import { planContents } from './plan-contents.ts';
import { planScheduleSheet } from './plan-schedule-sheet.ts';
import type { SheetModel } from './sheet-model.ts';

const CONTENTS = 'Contents';
const CELLS = 'Cells';

/** All sheets of a workbook in their order: contents, one for each schedule, cells. */
export function planWorkbook(document: ExportDocument): SheetModel[] {
  const nameOf = uniqueNamer(sheetName, { longest: LONGEST_SHEET_NAME, reserved: [CONTENTS, CELLS] });
  const names = document.schedules.map(({ ordinal, schedule }) => nameOf(`${ordinal} ${schedule.name}`));
  const sheets = document.schedules.map(({ schedule }, index) =>
    planScheduleSheet(schedule, { name: names[index] ?? '', document }),
  );
  return [
    planContents(document, { name: CONTENTS, names }),
    ...sheets,
    planCellsSheet(document, { name: CELLS, names }),
  ];
}
