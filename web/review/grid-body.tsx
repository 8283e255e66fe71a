import { useMemo } from 'preact/hooks';
import { GridRow } from './grid-row.tsx';
import { GridSums } from './grid-sums.tsx';
import { HeadingRow } from './heading-row.tsx';
import type { OpenSchedule } from './model/open-schedule.ts';
import type { Review } from './model/review.ts';
import { runCommand } from './model/run-command.ts';

/** Heads, rows and sums of the grid. Each row is told only what concerns it, so that it can tell whether it changed. */
export function GridBody({ review, open }: { review: Review; open: OpenSchedule }) {
  const { rows, columns } = open.schedule.value;
  const [marks, tints] = [open.marks.value, open.tints.value];
  const [at, editing] = [review.selection.value, review.editing.value];
  const editor = useMemo(() => editorOf(review), [review]);
  const body = rows.findIndex(({ role }) => role !== 'head');
  const heads = body < 0 ? rows.length : body;
  const drawn = rows.map((row, index) => {
    const mark = marks.rows.get(index);
    const here = at.row === index;
    return (
      <GridRow
        key={index}
        {...{ index, row, columns, editor }}
        place={index + (heads === 0 ? 2 : 1)}
        tints={tints.get(index)}
        mark={index === heads - 1 ? 'Proof' : (mark?.text ?? '')}
        spoken={mark?.spoken ?? ''}
        broken={mark?.state === 'broken'}
        active={here ? at.col : -1}
        editing={here && editing ? editing.text : null}
      />
    );
  });
  return (
    <>
      <div role="rowgroup" class="heads">
        {heads === 0 ? <HeadingRow columns={columns} /> : drawn.slice(0, heads)}
      </div>
      <div role="rowgroup">{drawn.slice(heads)}</div>
      <GridSums
        {...{ columns, marks: marks.columns, index: rows.length }}
        place={rows.length + (heads === 0 ? 2 : 1)}
        active={at.row === rows.length ? at.col : -1}
      />
    </>
  );
}

function editorOf(review: Review) {
  return {
    commit: (text: string, move: number): void => {
      const { row, col } = review.selection.peek();
      const was = review.current.peek()?.schedule.peek().rows[row]?.cells[col]?.raw;
      review.editing.value = null;
      if (text !== was) review.edit({ type: 'set-cell', row, col, text });
      if (move !== 0) runCommand(review, { type: 'move', rows: 0, cols: move });
      review.focus();
    },
    cancel: (): void => {
      review.editing.value = null;
      review.focus();
    },
  };
}
