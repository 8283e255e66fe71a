import { useEffect, useRef } from 'preact/hooks';
import { cellOfEvent } from './cell-of-event.ts';
import { focusCell } from './focus-cell.ts';
import { GridBody } from './grid-body.tsx';
import type { OpenSchedule } from './model/open-schedule.ts';
import type { Review } from './model/review.ts';
import { runCommand } from './model/run-command.ts';

/** The figures of one schedule as an ARIA grid, one cell in the tab order, with what the proofs say at the right and below. */
export function ScheduleGrid({ review, open }: { review: Review; open: OpenSchedule }) {
  const grid = useRef<HTMLDivElement>(null);
  const { rows, columns, name } = open.schedule.value;
  const wanted = review.focused.value;
  useEffect(() => {
    if (wanted > 0 && grid.current && review.editing.peek() === null)
      focusCell(grid.current, review.selection.peek());
  }, [wanted]);
  const select = (event: Event): boolean => {
    const at = cellOfEvent(event);
    if (at) review.select(at);
    return at !== null;
  };
  return (
    <div
      ref={grid}
      role="grid"
      class="grid"
      aria-label={name}
      aria-rowcount={rows.length + (rows[0]?.role === 'head' ? 1 : 2)}
      aria-colcount={columns.length + 1}
      style={{ '--columns': open.widths.value }}
      onFocusIn={select}
      onClick={select}
      onDblClick={(event) => {
        if (select(event)) runCommand(review, { type: 'edit-cell', text: null });
      }}
    >
      <GridBody {...{ review, open }} />
    </div>
  );
}
