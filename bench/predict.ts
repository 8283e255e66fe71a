import type { CellAddress, Row, Schedule } from '#shared/schedules/schedule.ts';
import type { Box, PageModel } from '#worker/page/page-model.ts';
import { partRows } from './part-rows.ts';

/** A document's schedules in the format of the corpus (shared/corpus/README.md). */
export interface Prediction {
  id: string;
  pages: number;
  page_sizes: [number, number][];
  tables: PredictedTable[];
  seconds: number;
}

interface PredictedTable extends PredictedGrid {
  pages: number[];
  bbox_per_page: Box[];
  confidence: number;
  parts: ({ page: number; bbox: Box; proved: Address[]; doubts: Address[] } & PredictedGrid)[];
  proved: Address[];
  /** What a person is asked to compare with the page. */
  doubts: Address[];
  name: string;
  proof: string;
}

type Address = [row: number, col: number];

interface PredictedGrid {
  rows: string[][];
  spans: { row: number; col: number; rowspan: number; colspan: number }[];
}

/** Joined schedules are cut into the parts that the scorer may ask for. Boxes are of the page as displayed. */
export function predict(
  id: string,
  models: readonly PageModel[],
  schedules: readonly Schedule[],
): Omit<Prediction, 'seconds'> {
  const sizeOf = (model: PageModel): [number, number] =>
    model.turnedDegrees % 180 === 0
      ? [model.widthPoints, model.heightPoints]
      : [model.heightPoints, model.widthPoints];
  return {
    id,
    pages: models.length,
    page_sizes: models.map(sizeOf),
    tables: schedules.map(tableOf),
  };
}

function tableOf(schedule: Schedule): PredictedTable {
  const { checks } = schedule.proof;
  const holding = checks.filter((check) => check.state !== 'broken');
  const proved = addresses(holding.flatMap((check) => [check.target, ...check.addends]));
  const doubts = addresses(schedule.doubts);
  const parts = schedule.parts.map((part) => {
    const rows = partRows(schedule, part);
    const onPart = (cells: Address[]) =>
      rows.flatMap((row, at) => cells.flatMap(([from, col]): Address[] => (from === row ? [[at, col]] : [])));
    const grid = gridOf(rows.flatMap((row) => schedule.rows[row] ?? []));
    return { page: part.page, bbox: part.box, ...grid, proved: onPart(proved), doubts: onPart(doubts) };
  });
  return {
    pages: parts.map((part) => part.page),
    bbox_per_page: parts.map((part) => part.bbox),
    ...gridOf(schedule.rows),
    confidence: schedule.confidence,
    parts,
    proved,
    doubts,
    name: schedule.name,
    proof: schedule.proof.sentence,
  };
}

function addresses(cells: readonly CellAddress[]): Address[] {
  const known = new Set(cells.map(({ row, col }) => `${row},${col}`));
  return [...known].map((key) => key.split(',').map(Number) as Address);
}

function gridOf(rows: readonly Row[]): PredictedGrid {
  const spans = rows.flatMap((row, at) =>
    row.cells.flatMap((cell, col) =>
      (cell.colSpan ?? 1) > 1 || (cell.rowSpan ?? 1) > 1
        ? [{ row: at, col, rowspan: cell.rowSpan ?? 1, colspan: cell.colSpan ?? 1 }]
        : [],
    ),
  );
  return { rows: rows.map((row) => row.cells.map((cell) => cell.raw)), spans };
}
