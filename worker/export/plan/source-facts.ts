import { factCells } from './fact-cells.ts';
import { AMBER_INK } from './looks.ts';
import type { PlacedSource } from './placed-source.ts';
import type { Look, SheetCell } from './sheet-model.ts';

/** Where the schedules of one file come from, a fact in each row from `firstRow` on. */
export function sourceFacts({ document, places, fileNo }: PlacedSource, firstRow: number): SheetCell[] {
  const facts: [string, string, Look?][] = [
    fileNo === null
      ? ['Source file', document.filename]
      : [`File ${fileNo}`, document.filename, { bold: true }],
    ['SHA-256', document.sha256, { mono: true }],
    ['Pages', `${document.pageCount}`],
    ['Size', `${document.bytes.toLocaleString('en-US')} bytes`],
    ['Read', `${readTime(document.completedAt)} · job ${document.jobId}`],
  ];
  if (document.partial)
    facts.push(['Partial', document.partialSentence ?? UNREAD, { bold: true, color: AMBER_INK }]);
  const pages = [...new Set(document.schedules.flatMap(({ schedule }) => schedule.pages))];
  const pictured = pages.filter((page) => places.sheetOf(page) !== null).length;
  if (pictured > 0 && pictured < pages.length)
    facts.push(['Page pictures', `of ${pictured} of the ${pages.length} pages with schedules`]);
  return facts.flatMap(([name, value, look], index) => factCells(firstRow + index, name, { value, look }));
}
const UNREAD = 'Not every page of the file could be read.';

/** "31 Jan 2025 09:00 UTC" */
function readTime(iso: string): string {
  const time = new Date(iso);
  const day = time.toLocaleDateString('en-GB', {
    day: 'numeric',
    month: 'short',
    year: 'numeric',
    timeZone: 'UTC',
  });
  return `${day} ${time.toISOString().slice(11, 16)} UTC`;
}
