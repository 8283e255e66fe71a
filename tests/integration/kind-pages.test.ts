import { PDFDocument } from 'pdf-lib';
import { beforeAll, describe, expect, test } from 'vitest';
import type { Schedule } from '#shared/schedules/schedule.ts';
import { drawKindPage } from '#tests/fixtures/draw-kind-page.ts';
import { changedCase, type KindCase } from '#tests/fixtures/kind-case.ts';
import { LEDGER_CASES } from '#tests/fixtures/ledger-kinds.ts';
import { STATEMENT_CASES } from '#tests/fixtures/statement-kinds.ts';
import type { PageModel } from '#worker/page/page-model.ts';
import { openPdf } from '#worker/pdf/open-pdf.ts';
import { liftSchedules } from '#worker/pipeline/lift-schedules.ts';

const CASES = [...LEDGER_CASES, ...STATEMENT_CASES];
const limits = { maxPages: CASES.length, maxPixels: 1_000_000, timeoutSeconds: 30 };

/** All cases as pages of one PDF, read: a process for each page would take longer than everything else here. */
async function readPages(cases: readonly KindCase[]): Promise<Map<string, PageModel>> {
  const pdf = await PDFDocument.create();
  for (const one of cases) await drawKindPage(pdf, one);
  const document = await openPdf(await pdf.save(), limits);
  try {
    const pages = new Map<string, PageModel>();
    for (const [index, { kind }] of cases.entries())
      pages.set(kind, (await document.readPage(index + 1)).model);
    return pages;
  } finally {
    await document.close();
  }
}

/**
 * The page as a scan's would come from a recogniser that is fairly sure of every word. The misread digit is already on
 * it: what a real recogniser misreads differs by engine and picture, and here one digit and no other is to be wrong.
 */
function asScanned(page: PageModel): PageModel {
  return { ...page, source: 'ocr', words: page.words.map((word) => ({ ...word, confidence: 0.9 })) };
}

interface Lifted {
  schedule: Schedule;
  /** How many of its rows are headings; the rows of the case follow them. */
  heads: number;
  /** What stands in the cells of those. */
  texts: string[][];
}

/** Throws where the page has not just one schedule. */
function liftOne(page: PageModel): Lifted {
  const [schedule, ...others] = liftSchedules([page]);
  if (schedule === undefined || others.length > 0) throw new Error(`Not one schedule on page ${page.page}.`);
  const heads = schedule.rows.filter(({ role }) => role === 'head').length;
  const texts = schedule.rows.slice(heads).map(({ cells }) => cells.map(({ raw }) => raw));
  return { schedule, heads, texts };
}

/** What the case prints, in the shape of `Lifted.texts`. */
function printedTexts({ text }: KindCase): string[][] {
  const [head = '', ...lines] = text.split('\n').filter((line) => line.trim() !== '');
  const columns = head.split('|');
  return lines.map((line) => {
    const cells = line.split('|').map((cell) => cell.trim().replace(/^[=+]\s*/, ''));
    return columns.map((_, col) => cells[col] ?? '');
  });
}

/** Of every broken check, whether the cell has a part in it; the cell is addressed as in the case. */
function breaksThrough({ schedule, heads }: Lifted, [row, col]: KindCase['misread']): boolean[] {
  const broken = schedule.proof.checks.filter(({ state }) => state === 'broken');
  return broken.map(({ target, addends }) =>
    [target, ...addends].some((at) => at.row === heads + row && at.col === col),
  );
}

/** Every case as it is, with its misread digit, and with another total. */
let pages: Record<'right' | 'misread' | 'total', Map<string, PageModel>>;

beforeAll(async () => {
  pages = {
    right: await readPages(CASES),
    misread: await readPages(CASES.map((one) => changedCase(one, one.misread))),
    total: await readPages(CASES.map((one) => changedCase(one, one.total))),
  };
});

function liftPage(
  variant: keyof typeof pages,
  { kind }: KindCase,
  as = (page: PageModel): PageModel => page,
): Lifted {
  const page = pages[variant].get(kind);
  if (page === undefined) throw new Error(`No page of ${kind}.`);
  return liftOne(as(page));
}

describe.each(CASES)('a page of $kind', (one) => {
  test('is one schedule with every figure in its cell, known by its words and proved by its identity', () => {
    const { schedule, texts } = liftPage('right', one);
    expect(texts).toEqual(printedTexts(one));
    expect([schedule.kind, schedule.caption.title]).toEqual([one.kind, one.title]);
    expect(schedule.proof.checks.filter(({ state }) => state === 'broken')).toEqual([]);
    expect(schedule.proof.state).toMatch(/^proved/);
    expect(schedule.doubts).toEqual([]);
    expect(
      one.identity === '' || schedule.proof.checks.some(({ identity }) => identity === one.identity),
    ).toBe(true);
  });

  test('scanned with one digit misread is broken at that figure, and mended where one reading explains it', () => {
    expect(liftPage('right', one, asScanned).schedule.proof.state).toMatch(/^proved/);
    const lifted = liftPage('misread', one, asScanned);
    const [row, col, raw] = one.misread;
    expect([lifted.schedule.kind, lifted.schedule.proof.state]).toEqual([one.kind, 'broken']);
    expect([...new Set(breaksThrough(lifted, one.misread))]).toEqual([true]);
    const { repairs = [] } = lifted.schedule.proof;
    const mended = { row: lifted.heads + row, col, raw, reading: printedTexts(one)[row]?.[col] };
    expect(repairs.map(({ row, col, raw, reading }) => ({ row, col, raw, reading }))).toEqual(
      one.ambiguous ? [] : [mended],
    );
  });

  test('with another total is broken there and doubted once, and a digital figure is never repaired', () => {
    const lifted = liftPage('total', one);
    expect([lifted.schedule.kind, lifted.schedule.proof.state]).toEqual([one.kind, 'broken']);
    expect([...new Set(breaksThrough(lifted, one.total))]).toEqual([true]);
    // Of two figures that must be equal either may be the wrong one: then the doubt may stand at the other.
    const [doubt, ...others] = lifted.schedule.doubts;
    expect([doubt?.reason, others]).toEqual(['breaks-sum', []]);
    expect(breaksThrough(lifted, [(doubt?.row ?? 0) - lifted.heads, doubt?.col ?? -1, ''])).toContain(true);
    expect(lifted.schedule.proof.repairs).toBeUndefined();
    const { proof, doubts } = liftPage('misread', one).schedule;
    expect([proof.repairs, doubts.map(({ reason }) => reason)]).toEqual([undefined, ['breaks-sum']]);
  });
});
