import { KINDS } from '#shared/kinds/kinds.ts';
import { cleanText } from '../clean-text.ts';
import type { ExportedSchedule } from '../export-document.ts';
import { editsByCell } from './edits-by-cell.ts';
import { AMBER_INK, LOOKS } from './looks.ts';
import { ordinalText } from './ordinal-text.ts';
import type { PlacedSource } from './placed-source.ts';
import { percentText } from './plan-heading.ts';
import { planTies } from './plan-ties.ts';
import { proofMark } from './proof-mark.ts';
import type { Content, Look, SheetCell } from './sheet-model.ts';
import { sourceFacts } from './source-facts.ts';
import { pagesText } from './source-link.ts';

const HEADS = ['Schedule', 'Kind', 'Pages', 'Rows', 'Confidence', 'Proof', 'Covered', 'To check'];
const PAGES = 2;
const RIGHT_FROM_PAGES = new Set([2, 3, 4, 6, 7]);

interface ContentsBlock {
  cells: SheetCell[];
  /** Those of them that are to have room in their columns. */
  lines: SheetCell[];
  headRow: number;
}

/** What the contents say of one file, from `firstRow` on: its facts, each schedule with its link and its proof, and what ties them. */
export function contentsBlock(source: PlacedSource, firstRow: number): ContentsBlock {
  const { names, places, fileNo } = source;
  const { schedules } = source.document;
  const facts = sourceFacts(source, firstRow);
  const headRow = Math.max(...facts.map(({ row }) => row)) + 2;
  const lines = schedules.flatMap((exported, index) =>
    scheduleCells(exported, {
      row: headRow + 1 + index,
      fileNo,
      sheet: names[index] ?? '',
      pageSheet: places.sheetOf(exported.schedule.pages[0] ?? 0),
    }),
  );
  const none: SheetCell = {
    row: headRow + 1,
    col: 1,
    content: text('No schedule was found in this file.'),
    look: LOOKS.fact,
  };
  const row = headRow + schedules.length + 2;
  const ties = planTies(schedules, { names, fileNo, row, width: HEADS.length });
  const cells = [...facts, ...headCells(headRow), ...(lines.length > 0 ? lines : [none]), ...ties];
  return { cells, lines: [...lines, ...ties], headRow };
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
  at: { row: number; fileNo: number | null; sheet: string; pageSheet: string | null },
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
    [text(cleanText(`${ordinalText(ordinal, at.fileNo)}  ${schedule.name}`, LONGEST_NAME)), LINK],
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

/** Letters of a name that fit into the widest column of the contents. */
const LONGEST_NAME = 58;
