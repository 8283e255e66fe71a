import type { JointDocument } from '../joint-document.ts';
import { contentsBlock } from './contents-block.ts';
import { factCells } from './fact-cells.ts';
import { filesText } from './files-text.ts';
import { AMBER_INK, LOOKS } from './looks.ts';
import type { PlacedSource } from './placed-source.ts';
import { rowHeights } from './row-heights.ts';
import type { SheetCell, SheetModel } from './sheet-model.ts';
import { textWidth } from './text-width.ts';

const FIRST_ROW = 4;

/** The first sheet: what is missing, and file by file where it comes from, each schedule with its link and its proof, and what ties them. */
export function planContents(
  sources: readonly PlacedSource[],
  { name, missing }: { name: string; missing: JointDocument['missing'] },
): SheetModel {
  const gaps = missing.flatMap(({ filename, sentence }, index) =>
    factCells(FIRST_ROW + index, 'Missing', {
      value: `${filename}: ${sentence}`,
      look: { bold: true, color: AMBER_INK },
    }),
  );
  let row = missing.length === 0 ? FIRST_ROW : FIRST_ROW + missing.length + 1;
  const blocks = sources.map((source) => {
    const block = contentsBlock(source, row);
    row = Math.max(...block.cells.map((cell) => cell.row)) + BETWEEN;
    return block;
  });
  const cells = [...titleCells(sources), ...gaps, ...blocks.flatMap((block) => block.cells)];
  const widths = widthsOf(blocks.flatMap(({ lines }) => lines));
  const [first, second] = blocks;
  return {
    name,
    tabColor: null,
    widths,
    heights: rowHeights({ cells, widths, merges: [] }),
    cells,
    merges: [],
    frozen: { rows: 0, cols: 0 },
    // Of several tables none can stand above what follows on the next printed page.
    repeatedRows: first && !second ? { first: first.headRow, last: first.headRow } : null,
    footer: { left: filesText(sources), middle: name },
    alarms: [],
    records: null,
  };
}

/** Rows from the last one of a file to the first one of the next. */
const BETWEEN = 3;

/** The entity where the files are all of one. */
function titleCells(sources: readonly PlacedSource[]): SheetCell[] {
  const entities = new Set(sources.map(entityOf));
  const [entity] = entities.size === 1 ? entities : [];
  const count = sources.length === 1 ? 'one document' : `${sources.length} documents`;
  return [
    {
      row: 1,
      col: 1,
      content: { type: 'text', text: entity ?? filesText(sources) },
      look: { ...LOOKS.title, size: 18 },
    },
    {
      row: 2,
      col: 1,
      content: { type: 'text', text: `Schedules read from ${count}` },
      look: LOOKS.subtitle,
    },
  ];
}

function entityOf({ document }: PlacedSource): string | undefined {
  return document.schedules.find(({ schedule }) => schedule.caption.entity !== '')?.schedule.caption.entity;
}

const LEAST_WIDTHS = [32, 26, 9, 8, 12, 30, 12, 11];
const MOST_WIDTH = 60;

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
