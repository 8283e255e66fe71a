import { documentOf } from '#tests/fixtures/document-of.ts';
import { oddSchedule } from '#tests/fixtures/odd-schedule.ts';
import { seededRandom } from '#tests/harness/seeded-random.ts';
import type { ExportDocument } from '#worker/export/export-document.ts';
import { writeWorkbook } from '#worker/export/write-workbook.ts';
import { hasOffice, recalculated } from './office.ts';
import { packageFaults } from './package-faults.ts';
import { readWorkbook } from './read-workbook.ts';
import { recalculationFaults } from './recalculation-faults.ts';
import { roundTripFaults } from './round-trip-faults.ts';
import { testPicture } from './test-picture.ts';

const SCHEDULES_PER_BOOK = 10;
const BOOKS_AT_ONCE = 20;

export interface FuzzResult {
  schedules: number;
  cells: number;
  formulas: number;
  /** Workbooks that LibreOffice opened and worked out; 0 where it is absent. */
  opened: number;
  /** Each names the schedules and the seed it can be repeated with. */
  faults: string[];
}

/** Writes workbooks of odd schedules and looks at each with our reader, and with LibreOffice where it is installed. */
export async function fuzzWorkbooks(
  { count, seed }: { count: number; seed: number },
  tell: (done: number) => void = () => {},
): Promise<FuzzResult> {
  const result: FuzzResult = { schedules: 0, cells: 0, formulas: 0, opened: 0, faults: [] };
  for (let first = 0; first < count; first += SCHEDULES_PER_BOOK * BOOKS_AT_ONCE) {
    const most = Math.min(count - first, SCHEDULES_PER_BOOK * BOOKS_AT_ONCE);
    const starts = Array.from(
      { length: Math.ceil(most / SCHEDULES_PER_BOOK) },
      (_, book) => seed + first + book * SCHEDULES_PER_BOOK,
    );
    const books: { start: number; bytes: Uint8Array }[] = [];
    for (const start of starts) {
      const document = oddDocument(start, Math.min(SCHEDULES_PER_BOOK, most));
      const bytes = await writeWorkbook(document, [testPicture(1), testPicture(2)]);
      const book = readWorkbook(bytes);
      const faults = [...packageFaults(book), ...roundTripFaults(document, book)];
      result.faults.push(...faults.map((fault) => `seed ${start}: ${fault}`));
      result.schedules += document.schedules.length;
      result.cells += book.sheets.reduce((sum, { cells }) => sum + cells.size, 0);
      books.push({ start, bytes });
    }
    if (hasOffice) await openAll(books, result);
    tell(result.schedules);
  }
  return result;
}

async function openAll(books: { start: number; bytes: Uint8Array }[], result: FuzzResult): Promise<void> {
  const answers = await recalculated(books.map(({ bytes }) => bytes));
  for (const [index, answer] of answers.entries()) {
    const { start, bytes } = books[index] as (typeof books)[number];
    if (answer === null) {
      result.faults.push(`seed ${start}: LibreOffice does not open it`);
      continue;
    }
    const { faults, formulas } = recalculationFaults(readWorkbook(bytes), readWorkbook(answer));
    result.opened += 1;
    result.formulas += formulas;
    result.faults.push(...faults.map((fault) => `seed ${start}: recalculated, ${fault}`));
  }
}

function oddDocument(seed: number, count: number): ExportDocument {
  const schedules = Array.from({ length: count }, (_, index) =>
    oddSchedule(seededRandom(seed + index), index + 1),
  );
  return { ...documentOf([]), schedules };
}
