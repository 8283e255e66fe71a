import { useEffect, useMemo, useRef } from 'preact/hooks';
import { cellTints } from './model/cell-tints.ts';
import { type RowLengths, columnWidths } from './model/column-widths.ts';
import type { OpenSchedule } from './model/open-schedule.ts';
import { proofMarks } from './model/proof-marks.ts';
import type { Review } from './model/review.ts';
import { GridRow } from './grid-row.tsx';
import { GridSums } from './grid-sums.tsx';
import { HeadingRow } from './heading-row.tsx';
import { cellOfEvent } from './cell-of-event.ts';
import { focusCell } from './focus-cell.ts';
import { runCommand } from './model/run-command.ts';

/** The figures of one schedule as an ARIA grid, one cell in the tab order, with what the proofs say at the right and below. */
export function ScheduleGrid({ review, open }: { review: Review; open: OpenSchedule }) {
  const grid = useRef<HTMLDivElement>(null);
  const lengths = useMemo((): RowLengths => new WeakMap(), []);
  const schedule = open.schedule.value;
  const { rows, columns, proof, name } = schedule;
  const marks = useMemo(() => proofMarks(proof), [proof]);
  const [made, unsaved] = [open.made.value, open.unsaved.value];
  const tints = useMemo(
    () => cellTints(schedule, [...made.map(({ edit }) => edit), ...unsaved]),
    [schedule, made, unsaved],
  );
  const widths = useMemo(() => columnWidths(schedule, lengths), [schedule]);
  const editor = useMemo(() => editorOf(review), [review]);
  const at = review.selection.value;
  const editing = review.editing.value;
  const focused = review.focused.value;
  useEffect(() => {
    if (focused > 0 && grid.current && review.editing.peek() === null) focusCell(grid.current, review.selection.peek());
  }, [focused]);
  const heads = rows.findIndex(({ role }) => role !== 'head');
  const headRows = heads < 0 ? rows.length : heads;
  const draw = (index: number) => {
    const row = rows[index];
    const mark = marks.rows.get(index);
    return row ? (
      <GridRow
        key={index}
        {...{ index, row, columns, editor }}
        tints={tints.get(index)}
        mark={index === headRows - 1 ? 'Proof' : (mark?.text ?? '')}
        spoken={mark?.spoken ?? ''}
        broken={mark?.state === 'broken'}
        active={at.row === index ? at.col : -1}
        editing={at.row === index && editing ? editing.text : null}
      />
    ) : null;
  };
  const indices = useMemo(() => [...rows.keys()], [rows.length]);
  return (
    <div
      ref={grid}
      role="grid"
      class="grid"
      aria-label={name}
      aria-rowcount={rows.length + 2}
      aria-colcount={columns.length + 1}
      style={{ '--columns': widths }}
      onFocusIn={(event) => selectFrom(review, event)}
      onClick={(event) => selectFrom(review, event)}
      onDblClick={(event) => {
        if (selectFrom(review, event)) runCommand(review, { type: 'edit-cell', text: null });
      }}
    >
      <div role="rowgroup" class="heads">
        {headRows === 0 ? <HeadingRow columns={columns} /> : indices.slice(0, headRows).map(draw)}
      </div>
      <div role="rowgroup">{indices.slice(headRows).map(draw)}</div>
      <GridSums {...{ columns, index: rows.length, marks: marks.columns }} active={at.row === rows.length ? at.col : -1} />
    </div>
  );
}

function selectFrom(review: Review, event: Event): boolean {
  const at = cellOfEvent(event);
  if (at) review.select(at);
  return at !== null;
}

function editorOf(review: Review) {
  return {
    commit(text: string, move: number): void {
      const { row, col } = review.selection.peek();
      const was = review.current.peek()?.schedule.peek().rows[row]?.cells[col]?.raw;
      review.editing.value = null;
      if (text !== was) review.edit({ type: 'set-cell', row, col, text });
      if (move !== 0) runCommand(review, { type: 'move', rows: 0, cols: move });
      review.focus();
    },
    cancel(): void {
      review.editing.value = null;
      review.focus();
    },
  };
}
