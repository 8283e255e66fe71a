import { strToU8 } from 'fflate';
import { csvField } from '#shared/csv/csv-field.ts';
import type { CellValue, Schedule } from '#shared/schedules/schedule.ts';
import { cleanText } from './clean-text.ts';
import { Exact } from './exact.ts';
import type { ExportDocument } from './export-document.ts';
import { fileName } from './file-name.ts';
import { uniqueNamer } from './unique-name.ts';

/**
 * Each schedule as CSV (UTF-8 with byte order mark, CRLF, RFC 4180) under a name of its own. Figures are plain decimals ("-1234.50"),
 * percentages fractions, dates ISO. A text that a spreadsheet would take for a formula gets a leading apostrophe; a figure never does.
 */
export function csvFiles({ schedules }: ExportDocument): (readonly [name: string, content: Uint8Array])[] {
  const nameOf = uniqueNamer(fileName, { longest: 100 });
  return schedules.map(({ ordinal, schedule }) => {
    return [`${nameOf(`${ordinal} ${schedule.name}`)}.csv`, scheduleCsv(schedule)] as const;
  });
}

/** Without it Excel takes UTF-8 for the code page of the machine. */
export const BYTE_ORDER_MARK = '\uFEFF';

function scheduleCsv(schedule: Schedule): Uint8Array {
  const headed = schedule.rows[0]?.role === 'head';
  const headings = schedule.columns.map((column) => column.heading);
  const rows = schedule.rows.map((row) => row.cells.map((cell) => field(cell.value, cell.raw)));
  if (!headed && headings.some((heading) => heading !== '')) rows.unshift(headings.map(textField));
  return strToU8(BYTE_ORDER_MARK + rows.map((row) => `${row.join(',')}\r\n`).join(''));
}

function field(value: CellValue, raw: string): string {
  if (value.type === 'blank') return '';
  if (value.type === 'text') return textField(value.text);
  const plain =
    value.type === 'date' ? /^\d{4}-\d\d-\d\d$/.exec(value.iso)?.[0] : Exact.of(value)?.toString();
  return plain ?? textField(raw);
}

function textField(text: string): string {
  return csvField(cleanText(text));
}
