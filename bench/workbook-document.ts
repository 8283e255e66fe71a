import type { Schedule } from '#shared/schedules/schedule.ts';
import { checkOf, provedBy, scheduleOf } from '#tests/fixtures/schedule-of.ts';
import { documentOf } from '#tests/fixtures/document-of.ts';
import type { ExportDocument } from '#worker/export/export-document.ts';

/** A document of `schedules` schedules of 200 rows and 10 columns each: 2,000 cells, all proved, fifteen of them doubted. */
export function workbookDocument(schedules: number): ExportDocument {
  return documentOf(Array.from({ length: schedules }, (_, index) => ledger(index + 1)));
}

const LINES = 199;
const PARTS = 8;

function ledger(number: number): Schedule {
  const lines = Array.from({ length: LINES }, (_, row) => {
    const figures = Array.from(
      { length: PARTS },
      (_, col) => (row * 7919 + col * 104_729 + number * 31) % 1_000_000,
    );
    return [...figures, figures.reduce((sum, figure) => sum + figure, 0)];
  });
  const totals = Array.from({ length: PARTS + 1 }, (_, col) =>
    lines.reduce((sum, line) => sum + (line[col] ?? 0), 0),
  );
  const print = (figures: number[]): string[] => figures.map((figure) => figure.toLocaleString('en-US'));
  const schedule = scheduleOf({
    name: `Schedule ${number}`,
    pages: [number],
    columns: [['', 'label'], ...totals.map((_, col): [string, 'amount'] => [`Column ${col + 1}`, 'amount'])],
    rows: [
      ...lines.map((line, row) => ({ cells: [`Line item number ${row}`, ...print(line)] })),
      { role: 'total' as const, cells: ['Total', ...print(totals)] },
    ],
    doubts: Array.from({ length: 15 }, (_, index) => {
      return {
        row: index * 11,
        col: 1 + (index % PARTS),
        reason: 'unsure',
        sentence: 'Read with 71 % confidence',
      };
    }),
  });
  const footings = totals.map((_, col) =>
    checkOf(schedule, 'footing', {
      target: [LINES, col + 1],
      addends: lines.map((_, row) => [row, col + 1] as const),
    }),
  );
  const crossFoots = schedule.rows.map((_, row) =>
    checkOf(schedule, 'cross-foot', {
      target: [row, PARTS + 1],
      addends: Array.from({ length: PARTS }, (_, col) => [row, col + 1] as const),
    }),
  );
  return provedBy(schedule, [...footings, ...crossFoots], 'foots and cross-foots');
}
