import type { Box, Word } from '#worker/page/page-model.ts';
import type { Caption } from '#shared/schedules/schedule.ts';

/** A table as cut from one page: words in a grid, nothing parsed yet. */
export interface TableDraft {
  page: number;
  box: Box;
  /** Horizontal extents of the columns, left to right, not overlapping. */
  bands: Band[];
  rows: DraftRow[];
  /** How many of the first rows are headings. */
  headCount: number;
  /** Set when joined: headings equal to those of the page before were dropped. */
  headRepeated?: boolean;
  caption: Caption;
  /** Lines of other text on the page above and below, running heads and page numbers not counted. */
  linesAbove: number;
  linesBelow: number;
  /** Whether the cells were cut by a closed grid of rulings. */
  ruled: boolean;
}

export type Band = [left: number, right: number];

export interface DraftRow {
  cells: DraftCell[];
  box: Box;
}

/** Words in reading order; empty where nothing is printed or a span covers the position. */
export interface DraftCell {
  words: Word[];
  colSpan: number;
  rowSpan: number;
}

export function emptyCell(): DraftCell {
  return { words: [], colSpan: 1, rowSpan: 1 };
}

/** The words of a cell as one text; hanging ")" and "%" close up to what they belong to. */
export function cellText(cell: DraftCell | undefined): string {
  return (cell?.words ?? [])
    .map((word) => word.text)
    .join(' ')
    .replace(/ (?=[)%]+$)/, '');
}
