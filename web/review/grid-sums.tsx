import type { Column } from '#shared/schedules/schedule.ts';
import type { ProofMark } from './model/proof-marks.ts';

interface GridSumsProps {
  columns: readonly Column[];
  /** Of this row in the grid: one past the last of the schedule. */
  index: number;
  /** Where it stands in the whole grid, from 1. */
  place: number;
  marks: ReadonlyMap<number, ProofMark>;
  active: number;
}

/** The row below the figures: whether each column adds up, or by how much it does not. */
export function GridSums({ columns, index, place, marks, active }: GridSumsProps) {
  return (
    <div role="rowgroup" class="sums">
      <div role="row" class="grid-row row-sums" aria-rowindex={place} data-row={index}>
        {[...columns.keys(), columns.length].map((col) => {
          const mark = marks.get(col);
          const name = col === 0 && !mark ? 'Column adds up' : '';
          return (
            <div
              key={col}
              role={name ? 'rowheader' : 'gridcell'}
              class={`grid-cell ${name ? 'words' : 'figure'}${mark?.state === 'broken' ? ' bad' : mark ? ' good' : ''}`}
              data-col={col}
              aria-colindex={col + 1}
              aria-selected={active === col}
              tabIndex={active === col ? 0 : -1}
            >
              {mark ? <span aria-hidden="true">{mark.text}</span> : name}
              {mark ? <span class="unseen">{`${columns[col]?.heading ?? ''} ${mark.spoken}`}</span> : null}
            </div>
          );
        })}
      </div>
    </div>
  );
}
