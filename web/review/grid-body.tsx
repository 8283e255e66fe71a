import { useMemo } from 'preact/hooks';
import { GridSums } from './grid-sums.tsx';
import { HeadingRow } from './heading-row.tsx';
import type { OpenSchedule } from './model/open-schedule.ts';
import type { Review } from './model/review.ts';
import { runCommand } from './model/run-command.ts';
import { RowBlock } from './row-block.tsx';

/** Heads, rows and sums of the grid, the rows in blocks. */
export function GridBody({ review, open }: { review: Review; open: OpenSchedule }) {
  const { rows, columns } = open.schedule.value;
  const [marks, tints] = [open.marks.value, open.tints.value];
  const [at, editing] = [review.selection.value, review.editing.value];
  const editor = useMemo(() => editorOf(review), [review]);
  const body = rows.findIndex(({ role }) => role !== 'head');
  const heads = body < 0 ? rows.length : body;
  const block = (from: number, end: number) => (
    <RowBlock
      key={from}
      {...{ from, end, rows, columns, heads, tints, editor }}
      marks={marks.rows}
      selection={at}
      editing={editing?.text ?? null}
    />
  );
  return (
    <>
      <div role="rowgroup" class="heads">
        {heads === 0 ? <HeadingRow columns={columns} /> : block(0, heads)}
      </div>
      <div role="rowgroup">{blocksOf(heads, rows.length).map(([from, end]) => block(from, end))}</div>
      <GridSums
        {...{ columns, marks: marks.columns, index: rows.length }}
        place={rows.length + (heads === 0 ? 2 : 1)}
        active={at.row === rows.length ? at.col : -1}
      />
    </>
  );
}

const ROWS_OF_A_BLOCK = 25;

function blocksOf(from: number, end: number): [from: number, end: number][] {
  const count = Math.ceil((end - from) / ROWS_OF_A_BLOCK);
  return Array.from({ length: count }, (_, at) => {
    const first = from + at * ROWS_OF_A_BLOCK;
    return [first, Math.min(first + ROWS_OF_A_BLOCK, end)];
  });
}

function editorOf(review: Review) {
  return {
    commit: (text: string, move: number | null): void => {
      const { row, col } = review.selection.peek();
      const was = review.current.peek()?.schedule.peek().rows[row]?.cells[col]?.raw;
      review.editing.value = null;
      if (text !== was) review.edit({ type: 'set-cell', row, col, text });
      if (move === null) return;
      if (move !== 0) runCommand(review, { type: 'move', rows: 0, cols: move });
      review.focus();
    },
    cancel: (): void => {
      review.editing.value = null;
      review.focus();
    },
  };
}
