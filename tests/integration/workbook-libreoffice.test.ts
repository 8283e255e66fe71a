import { beforeAll, describe, expect, test } from 'vitest';
import { documentOf } from '#tests/fixtures/document-of.ts';
import { scheduleOf } from '#tests/fixtures/schedule-of.ts';
import { ageing, bankStatement, brokenTrialBalance, rollForward } from '#tests/fixtures/schedules.ts';
import { liftSamples } from '#tests/harness/workbook/lift-samples.ts';
import { WRONG, hasOffice, recalculated } from '#tests/harness/workbook/office.ts';
import { type ReadBook, readWorkbook } from '#tests/harness/workbook/read-workbook.ts';
import { recalculationFaults } from '#tests/harness/workbook/recalculation-faults.ts';
import { testPicture } from '#tests/harness/workbook/test-picture.ts';
import type { ExportDocument } from '#worker/export/export-document.ts';
import { writeJointWorkbook } from '#worker/export/write-joint-workbook.ts';
import { writeWorkbook } from '#worker/export/write-workbook.ts';

const SAMPLES = ['harbor-mill-2024.pdf', 'orchard-bank-statement.pdf', 'kestrel-ageing-scan.pdf'];
const text = '=HYPERLINK("http://x","y")';
const hostile = scheduleOf({ name: '=1+1', columns: [[text, 'label']], rows: [{ cells: [text] }] });

/** Every kind of check and cell that a sheet can hold. */
const made = documentOf([
  rollForward(),
  rollForward('57,830'),
  brokenTrialBalance(),
  ageing(),
  bankStatement(),
  hostile,
]);

describe.skipIf(!hasOffice)('a workbook opened in LibreOffice', () => {
  const books = new Map<string, { ours: ReadBook; theirs: ReadBook }>();

  beforeAll(async () => {
    const lifted = await liftSamples(SAMPLES);
    const documents = new Map<string, ExportDocument>([
      ['made', made],
      ...SAMPLES.map((name, index) => [name, documentOf(lifted[index] ?? [], { filename: name })] as const),
    ]);
    const written = await Promise.all(
      Array.from(documents.values(), async (document) => writeWorkbook(document, [testPicture(1)])),
    );
    const pictures = [testPicture(1)];
    const both = [made, made].map((document) => ({ document, pictures }));
    documents.set('made, twice in one', made);
    written.push(await writeJointWorkbook({ sources: both, missing: [] }));
    const answers = await recalculated(written);
    for (const [index, name] of [...documents.keys()].entries()) {
      const [bytes, answer] = [written[index], answers[index]];
      if (bytes && answer) books.set(name, { ours: readWorkbook(bytes), theirs: readWorkbook(answer) });
    }
  }, 300_000);

  test.each([
    ['made', 60],
    ['made, twice in one', 120],
    ['harbor-mill-2024.pdf', 50],
    ['orchard-bank-statement.pdf', 80],
    ['kestrel-ageing-scan.pdf', 30],
  ])('holds what we cached, in every cell of %s', (name, leastFormulas) => {
    const { ours, theirs } = required(books.get(name));
    const { faults, formulas } = recalculationFaults(ours, theirs);
    expect(faults).toEqual([]);
    expect(formulas).toBeGreaterThan(leastFormulas);
  });

  test('would tell a result that is not worked out, and a formula that is wrong', () => {
    const { ours, theirs } = required(books.get('made'));
    const total = required(ours.sheets[1]?.cells.get('B16'));
    const asMade = { ...total };
    total.value = WRONG;
    expect(recalculationFaults(ours, theirs).faults).toEqual([
      `1 Fixed assets!B16 =SUM(B7:B15) is 9701160 and not ${WRONG}`,
    ]);
    Object.assign(total, asMade);
  });

  test('shows dates, codes and hostile texts as they are', () => {
    const cell = (sheet: number, at: string) => books.get('made')?.theirs.sheets[sheet]?.cells.get(at);
    expect(cell(5, 'A6')?.value).toBe(45_659);
    expect(cell(3, 'A6')?.value).toBe('00100');
    expect(cell(6, 'A6')).toMatchObject({ value: text, formula: null });
  });
});

function required<T>(value: T | undefined): T {
  if (value === undefined) throw new Error('LibreOffice did not open it.');
  return value;
}
