import { KINDS } from '#shared/kinds/kinds.ts';
import { cleanText } from '../clean-text.ts';
import type { ExportDocument, ExportedSchedule } from '../export-document.ts';
import { editsByCell } from './edits-by-cell.ts';
import { AMBER_INK, LOOKS } from './looks.ts';
import type { PagePlaces } from './page-places.ts';
import { percentText } from './plan-heading.ts';
import { planTies } from './plan-ties.ts';
import { proofMark } from './proof-mark.ts';
import { rowHeights } from './row-heights.ts';
import type { Content, Look, SheetCell, SheetModel } from './sheet-model.ts';
import { pagesText } from './source-link.ts';
import { textWidth } from './text-width.ts';

const HEADS = ['Schedule', 'Kind', 'Pages', 'Rows', 'Confidence', 'Proof', 'Covered', 'To check'];
const PAGES = 2;
const RIGHT_FROM_PAGES = new Set([2, 3, 4, 6, 7]);

/** The first sheet: where the file comes from, each schedule with its link and its proof, and the figures that tie them. */
export function planContents(
  document: ExportDocument,
  sheet: { name: string; names: string[]; places: PagePlaces },
): SheetModel {
  const facts = factCells(document, sheet.places);
  const headRow = Math.max(...facts.map(({ row }) => row)) + 2;
  const schedules = document.schedules.flatMap((exported, index) =>
    scheduleCells(exported, {
      row: headRow + 1 + index,
      sheet: sheet.names[index] ?? '',
      pageSheet: sheet.places.sheetOf(exported.schedule.pages[0] ?? 0),
    }),
  );
  const none: SheetCell = {
    row: headRow + 1,
    col: 1,
    content: { type: 'text', text: 'No schedule was found in this file.' },
    look: LOOKS.fact,
  };
  const ties = planTies(document.schedules, {
    names: sheet.names,
    row: headRow + document.schedules.length + 2,
    width: HEADS.length,
  });
  const cells = [...facts, ...headCells(headRow), ...(schedules.length > 0 ? schedules : [none]), ...ties];
  const widths = widthsOf([...schedules, ...ties]);
  return {
    name: sheet.name,
    tabColor: null,
    widths,
    heights: rowHeights({ cells, widths, merges: [] }),
    cells,
    merges: [],
    frozen: { rows: 0, cols: 0 },
    repeatedRows: { first: headRow, last: headRow },
    footer: { left: document.filename, middle: sheet.name },
    alarms: [],
    records: null,
  };
}

function factCells(document: ExportDocument, places: PagePlaces): SheetCell[] {
  const entity = document.schedules.find(({ schedule }) => schedule.caption.entity !== '')?.schedule.caption
    .entity;
  const facts: [string, string, Look?][] = [
    ['Source file', document.filename],
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
  return [
    { row: 1, col: 1, content: text(entity ?? document.filename), look: { ...LOOKS.title, size: 18 } },
    { row: 2, col: 1, content: text('Schedules read from one document'), look: LOOKS.subtitle },
    ...facts.flatMap(([name, value, look], index): SheetCell[] => [
      { row: 4 + index, col: 1, content: text(name), look: LOOKS.fact },
      {
        row: 4 + index,
        col: 2,
        content: text(value),
        look: { ...LOOKS.fact, color: LOOKS.line.color, ...look },
      },
    ]),
  ];
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

function headCells(row: number): SheetCell[] {
  return HEADS.map((head, index) => {
    const align = RIGHT_FROM_PAGES.has(index) ? 'right' : 'left';
    const indent = head === 'Proof' ? 1 : 0;
    return { row, col: index + 1, content: text(head), look: { ...LOOKS.head, align, indent, wrap: false } };
  });
}

function scheduleCells(
  exported: ExportedSchedule,
  at: { row: number; sheet: string; pageSheet: string | null },
): SheetCell[] {
  const { ordinal, schedule } = exported;
  const { proof } = schedule;
  const edits = editsByCell(exported).count;
  const mark = proofMark(proof);
  const doubts = schedule.doubts.length;
  const rows = schedule.rows.filter((row) => row.role !== 'head').length;
  const plain: Look = LOOKS.line;
  const right: Look = { ...LOOKS.line, align: 'right' };
  const columns: [Content, Look][] = [
    [text(cleanText(`${ordinal}  ${schedule.name}`, LONGEST_NAME)), LINK],
    [text(kindTitle(schedule.kind)), plain],
    [text(pagesText(schedule.pages).replace(/^pages? /, '')), at.pageSheet ? { ...right, ...LINK } : right],
    [
      { type: 'number', number: rows },
      { ...right, format: '#,##0' },
    ],
    [text(percentText(schedule.confidence)), right],
    [text(mark.text), { ...plain, bold: true, color: mark.color, align: 'left', indent: 1, wrap: true }],
    [text(proof.amountCells > 0 ? `${proof.coveredCells} of ${proof.amountCells}` : '–'), right],
    [text(checkText(doubts, edits)), { ...right, ...(doubts > 0 ? { bold: true, color: AMBER_INK } : {}) }],
  ];
  return columns.map(([content, look], index) => {
    const cell = { row: at.row, col: index + 1, content, look };
    if (index === 0) return { ...cell, link: { sheet: at.sheet } };
    return index === PAGES && at.pageSheet ? { ...cell, link: { sheet: at.pageSheet } } : cell;
  });
}

const LINK: Look = { ...LOOKS.link, size: 11, bottom: LOOKS.line.bottom };

/** "2 cells · 1 changed" */
function checkText(doubts: number, changed: number): string {
  const parts = [
    doubts > 0 ? `${doubts} ${doubts === 1 ? 'cell' : 'cells'}` : '',
    changed > 0 ? `${changed} changed` : '',
  ];
  return parts.filter((part) => part !== '').join(' · ') || '–';
}

/** As the table of kinds names it; one that it does not know is shown by its id. */
function kindTitle(kind: string): string {
  const known = KINDS.find(({ id }) => id === kind);
  if (known) return known.name;
  const words = kind.replace(/[-_]+/g, ' ').trim();
  return words.charAt(0).toUpperCase() + words.slice(1);
}

function text(text: string): Content {
  return { type: 'text', text };
}

const LEAST_WIDTHS = [32, 26, 9, 8, 12, 30, 12, 11];
const MOST_WIDTH = 60;

/** Letters of a name that fit into the widest column. */
const LONGEST_NAME = 58;

function widthsOf(cells: SheetCell[]): number[] {
  return LEAST_WIDTHS.map((least, index) => {
    const texts = cells
      .filter(({ col }) => col === index + 1)
      .map(({ content }) => (content.type === 'text' ? content.text : ''));
    return Math.min(
      Math.max(least, ...texts.map((each) => Math.ceil(textWidth(each) * 1.1) + 4)),
      MOST_WIDTH,
    );
  });
}
