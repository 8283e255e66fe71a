import type { ScheduleTie } from '#shared/schedules/schedule.ts';
import { cleanText } from '../clean-text.ts';
import { Exact } from '../exact.ts';
import type { ExportedSchedule } from '../export-document.ts';
import { addressOf } from './address.ts';
import { layOut, placeOf } from './layout.ts';
import { LOOKS } from './looks.ts';
import { amountFormat } from './number-format.ts';
import { ordinalText } from './ordinal-text.ts';
import type { PlacedSource } from './placed-source.ts';
import type { Content, Look, SheetCell } from './sheet-model.ts';

/** Columns of the contents in which the parts of a tie stand: a figure in a narrow one, the rest where texts have room. */
const [FROM, IDENTITY, FIGURE, TO] = [1, 2, 5, 6];

/**
 * The figures that tie one schedule of the document to another, each once, under heads of their own from `row` on: both schedules
 * with the cell, linked where they are in the file, and what must be equal. Nothing where there are none.
 */
export function planTies(
  schedules: readonly ExportedSchedule[],
  at: Pick<PlacedSource, 'names' | 'fileNo'> & { row: number; width: number },
): SheetCell[] {
  const exported = new Map(schedules.map((each, index) => [each.ordinal, { each, sheet: at.names[index] }]));
  const ties = schedules.flatMap(({ ordinal, schedule }) =>
    (schedule.ties ?? [])
      .filter(({ other }) => other.ordinal > ordinal || !exported.has(other.ordinal))
      .map((tie) => ({ tie, from: { ordinal, name: schedule.name, row: tie.row, col: tie.col } })),
  );
  const end = (col: number, row: number, side: TieEnd): SheetCell => {
    const known = exported.get(side.ordinal);
    const address = known ? ` · ${addressOf(placeOf(layOut(known.each.schedule), side))}` : '';
    const content = text(
      cleanText(`${ordinalText(side.ordinal, at.fileNo)}  ${side.name}`, LONGEST_NAME) + address,
    );
    if (!known?.sheet) return { row, col, content, look: LOOKS.line };
    return { row, col, content, look: LINK, link: { sheet: known.sheet } };
  };
  const lines = ties.flatMap(({ tie, from }, index): SheetCell[] => {
    const row = at.row + 1 + index;
    return [
      end(FROM, row, from),
      { row, col: IDENTITY, content: text(tie.identity), look: LOOKS.line },
      figureCell(row, tie),
      end(TO, row, tie.other),
    ];
  });
  return lines.length === 0 ? [] : [...headCells(at), ...lines];
}

/** One of the two cells that a tie joins. */
type TieEnd = Pick<ScheduleTie['other'], 'ordinal' | 'name' | 'row' | 'col'>;

const LONGEST_NAME = 48;
const LINK: Look = { ...LOOKS.link, size: 11, bottom: LOOKS.line.bottom };

function headCells({ row, width }: { row: number; width: number }): SheetCell[] {
  const heads = new Map([
    [FROM, 'Figure in'],
    [IDENTITY, 'Ties'],
    [FIGURE, 'Amount'],
    [TO, 'Also in'],
  ]);
  return Array.from({ length: width }, (_, index): SheetCell => {
    const head = heads.get(index + 1);
    const align = index + 1 === FIGURE ? 'right' : 'left';
    const look = { ...LOOKS.head, align, wrap: false } as const;
    return { row, col: index + 1, content: head ? text(head) : { type: 'blank' }, look };
  });
}

function figureCell(row: number, { minor, scale }: ScheduleTie): SheetCell {
  const figure = Exact.from(minor, scale);
  const content: Content = figure ? { type: 'number', number: figure.toNumber() } : { type: 'blank' };
  return {
    row,
    col: FIGURE,
    content,
    look: { ...LOOKS.line, align: 'right', format: amountFormat(scale) },
  };
}

function text(text: string): Content {
  return { type: 'text', text };
}
