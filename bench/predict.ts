import type { Row, Schedule } from '#shared/schedules/schedule.ts';
import type { Box, PageModel } from '#worker/page/page-model.ts';

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
  parts: ({ page: number; bbox: Box } & PredictedGrid)[];
  proved: [row: number, col: number][];
  doubts: [row: number, col: number][];
  name: string;
  proof: string;
}

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
  const parts = schedule.parts.map((part) => {
    const rows = schedule.rows.slice(part.firstRow, part.firstRow + part.rowCount);
    const heads = part.headRepeated ? schedule.rows.filter((row) => row.role === 'head') : [];
    return { page: part.page, bbox: part.box, ...gridOf([...heads, ...rows]) };
  });
  const holding = schedule.proof.checks.filter((check) => check.state !== 'broken');
  const cells = holding
    .flatMap((check) => [check.target, ...check.addends])
    .map((cell) => `${cell.row},${cell.col}`);
  return {
    pages: parts.map((part) => part.page),
    bbox_per_page: parts.map((part) => part.bbox),
    ...gridOf(schedule.rows),
    confidence: schedule.confidence,
    parts,
    proved: [...new Set(cells)].map((key) => key.split(',').map(Number) as [number, number]),
    doubts: [],
    name: schedule.name,
    proof: schedule.proof.sentence,
  };
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
