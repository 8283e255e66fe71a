import { PDFDocument, StandardFonts } from 'pdf-lib';
import { expect, test } from 'vitest';
import { waitUntil } from '#bin/wait-until.ts';
import type { JobView } from '#shared/jobs/job-view.ts';
import type { Edit } from '#shared/review/edit.ts';
import type { ScheduleHead } from '#shared/schedules/schedule-head.ts';
import type { ScheduleView } from '#shared/schedules/schedule-view.ts';
import { startTestSystem, type TestSystem } from '#tests/harness/test-system.ts';

const AGEING = [
  ['Trade receivables ageing'],
  ['Customer', 'Current', '1-30 days', 'Over 30 days', 'Total'],
  ['Adler Bakery', '1,250.00', '310.50', '42.10', '1,602.60'],
  ['Birch and Sons', '820.40', '88.00', '17.35', '925.75'],
  ['Cedar Stores', '415.20', '120.75', '61.80', '597.75'],
  ['Total', '2,485.60', '519.25', '121.25', '3,126.10'],
];
const SHEET = [
  ['Balance sheet'],
  ['Assets', '2024', '2023'],
  ['Cash at bank', '1,048.35', '977.15'],
  ['Trade receivables', '3,126.10', '2,884.45'],
  ['Inventories', '2,207.90', '2,116.05'],
  ['Total assets', '6,382.35', '5,977.65'],
  ['Liabilities and equity'],
  ['Trade payables', '1,871.15', '1,690.80'],
  ['Share capital', '1,000.00', '1,000.00'],
  ['Retained earnings', '3,511.20', '3,286.85'],
  ['Total liabilities and equity', '6,382.35', '5,977.65'],
];

test('a job tells of each schedule which others share its figures, in the list and alone, by ids that exist', async () => {
  const system = await startTestSystem();
  try {
    const { jobId } = await system.client.submit('ties.pdf', await printed([AGEING, SHEET]));
    const job = await waitUntil(async () => system.client.job(jobId), ended);
    expect(job.status).toBe('COMPLETED');
    const heads = await system.client.schedules(jobId);
    expect(heads.map(({ kind }) => kind)).toEqual(['ar-ageing', 'balance-sheet']);
    for (const head of heads) {
      const answer = await system.fetch(`/api/jobs/${jobId}/schedules/${head.ordinal}`);
      const view = (await answer.json()) as ScheduleView;
      expect(view.ties).toEqual(head.ties);
      expect(view.ties).toMatchObject([tieTo(heads, 3 - head.ordinal)]);
      const [tie] = view.ties ?? [];
      expect(view.rows[tie?.row ?? -1]?.cells[tie?.col ?? -1]?.raw).toBe('3,126.10');
    }
    await followEdits(system, jobId);
  } finally {
    await system.close();
  }
});

/** The other end is where an edit has moved it; no schedule ties with a figure that is another one now. */
async function followEdits(system: TestSystem, jobId: string): Promise<void> {
  const path = `/api/jobs/${jobId}/schedules/`;
  const view = async (ordinal: number) =>
    (await (await system.fetch(`${path}${ordinal}`)).json()) as ScheduleView;
  const edit = async (revision: number, edits: Edit[]) =>
    system.fetch(`${path}1`, { method: 'PATCH', body: JSON.stringify({ revision, edits }) });
  const [before] = (await view(2)).ties ?? [];
  const at = { row: (before?.other.row ?? 0) + 1, col: before?.other.col ?? 0 };
  await edit(1, [
    { type: 'insert-row', row: 0 },
    { type: 'rename', name: 'Debtors' },
  ]);
  expect((await view(2)).ties).toMatchObject([{ other: { ...at, name: 'Debtors' } }]);
  await edit(3, [{ type: 'set-cell', ...at, text: '3,126.11' }]);
  expect((await view(2)).ties).toBeUndefined();
  const heads = await system.client.schedules(jobId);
  expect(heads.filter(({ ties }) => ties)).toEqual([]);
}

const ended = (job: JobView): boolean => ['COMPLETED', 'FAILED', 'CANCELLED'].includes(job.status);

function tieTo(heads: ScheduleHead[], ordinal: number): object {
  const other = heads.find((head) => head.ordinal === ordinal);
  return { minor: 312_610, scale: 2, other: { id: other?.id, ordinal, name: other?.name } };
}

/** One page for each table: labels at the left, figures under each other with equal right edges. */
async function printed(tables: string[][][]): Promise<Uint8Array> {
  const document = await PDFDocument.create();
  const font = await document.embedFont(StandardFonts.Helvetica);
  for (const rows of tables) {
    const page = document.addPage([612, 792]);
    for (const [row, cells] of rows.entries())
      for (const [col, text] of cells.entries()) {
        const x = col === 0 ? 60 : 230 + 85 * col - font.widthOfTextAtSize(text, 10);
        page.drawText(text, { x, y: 700 - 16 * row, size: 10, font });
      }
  }
  return document.save();
}
