import type { Cell } from '#shared/schedules/schedule.ts';
import type { ExportDocument, ExportedSchedule } from '#worker/export/export-document.ts';
import { addressOf } from '#worker/export/plan/address.ts';
import { layOut, placeOf } from '#worker/export/plan/layout.ts';
import type { ReadBook, ReadCell, ReadSheet } from './read-workbook.ts';

/** Made of addresses, SUM, ROUND and numbers, which is all that a formula of ours may be. */
const OURS = /^(?:SUM|ROUND|[A-Z]{1,3}\d+|[-+*:,()\d])+$/;

/**
 * Where a workbook holds something else than its document: figures, dates, texts, the rows of the Cells table, formulas that are not
 * ours. The schedules' sheets are the second to the last but as many as there are pictures and the one of all cells.
 */
export function roundTripFaults(document: ExportDocument, book: ReadBook): string[] {
  const faults = book.sheets.flatMap(({ name, cells }) =>
    [...cells]
      .filter(([, { formula }]) => formula !== null && !OURS.test(formula))
      .map(([at, { formula }]) => `${name}!${at} is the formula ${formula}`),
  );
  const all = book.sheets.find(({ name }) => name === 'Cells');
  let record = 1;
  for (const [index, exported] of document.schedules.entries()) {
    const sheet = book.sheets[index + 1];
    if (!sheet || !all) return ['a sheet is missing'];
    for (const [row, col, cell] of filledCells(exported)) {
      const at = addressOf(placeOf(layOut(exported.schedule), { row, col }));
      const head = layOut(exported.schedule).headRows > row;
      faults.push(...cellFault(sheet, at, expected(cell, head)));
      record += 1;
      faults.push(...recordFaults(all, record, { exported, sheet, at, row, col, cell }));
    }
  }
  return faults;
}

function filledCells({ schedule }: ExportedSchedule): [row: number, col: number, cell: Cell][] {
  return schedule.rows.flatMap(({ cells }, row) =>
    cells.flatMap((cell, col): [number, number, Cell][] => (cell.raw === '' ? [] : [[row, col, cell]])),
  );
}

function cellFault(sheet: ReadSheet, at: string, wanted: number | string | null): string[] {
  const cell: ReadCell | undefined = sheet.cells.get(at);
  if (cell?.formula != null || (cell?.value ?? null) === wanted) return [];
  return [
    `${sheet.name}!${at} holds ${JSON.stringify(cell?.value)?.slice(0, 80)} and not ${JSON.stringify(wanted).slice(0, 80)}`,
  ];
}

function recordFaults(
  all: ReadSheet,
  record: number,
  {
    exported,
    sheet,
    at,
    row,
    col,
    cell,
  }: { exported: ExportedSchedule; sheet: ReadSheet; at: string; row: number; col: number; cell: Cell },
): string[] {
  const edit = exported.edits?.find((each) => each.row === row && each.col === col);
  const wanted = {
    A: sheet.name,
    B: at,
    C: row + 1,
    D: col + 1,
    G: asText(edit?.read ?? cell.raw),
    H: cell.value.type === 'date' ? asText(cell.value.iso) : expected(cell, cell.value.type === 'text'),
    J: cell.page,
  };
  return Object.entries(wanted).flatMap(([column, value]) =>
    cellFault(all, `${column}${record}`, value === '' ? null : value),
  );
}

/** By what the design says of values, not by the code that writes them. */
function expected({ raw, value }: Cell, head: boolean): number | string | null {
  if (head) return asText(raw) || null;
  if (value.type === 'text') return asText(value.text) || null;
  if (value.type === 'date') return dayNumber(value.iso) ?? (asText(raw) || null);
  if (value.type === 'blank') return null;
  const scale = value.type === 'percent' ? value.scale + 2 : value.scale;
  const digits = `${Math.abs(value.minor)}`.padStart(scale + 1, '0');
  const decimal = scale === 0 ? digits : `${digits.slice(0, -scale)}.${digits.slice(-scale)}`;
  return Number(decimal) * (value.minor < 0 ? -1 : 1);
}

/** Null for what is no day, and for days that spreadsheets count differently. */
function dayNumber(iso: string): number | null {
  const [year = 0, month = 0, day = 0] = iso.split('-').map(Number);
  const time = new Date(Date.UTC(year, month - 1, day));
  if (iso.length !== 10 || time.getUTCMonth() !== month - 1) return null;
  const days = Math.round((time.getTime() - Date.UTC(1899, 11, 30)) / 86_400_000);
  return days > 60 ? days : null;
}

/**
 * One line without controls and non-characters, half characters replaced, at most as long as a cell takes: what looks like an escape
 * counts as it is escaped.
 */
function asText(text: string): string {
  const characters = Array.from(text.replace(/[\t\r\n]+/g, ' '), (character) => {
    const code = character.codePointAt(0) ?? 0;
    if (code < 32 || (code > 126 && code < 160) || code === 0xfffe || code === 0xffff) return '';
    return code >= 0xd800 && code <= 0xdfff ? '\uFFFD' : character;
  });
  const whole = characters.join('');
  const stored = whole.replace(/_(?=x[0-9A-Fa-f]{4}_)/g, '_x005F_');
  if (stored.length <= 32_767) return whole;
  const cut = stored.slice(0, 32_766).replace(/[\uD800-\uDBFF]$/, '');
  return `${cut.replaceAll('_x005F_', '_')}…`;
}
