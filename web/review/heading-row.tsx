import type { Column } from '#shared/schedules/schedule.ts';

/** The headings of the columns where the page has no row of heads; they are no cells of the schedule. */
export function HeadingRow({ columns }: { columns: readonly Column[] }) {
  return (
    <div role="row" class="grid-row row-head" aria-rowindex={1}>
      {columns.map(({ heading, role }, col) => (
        <div
          key={col}
          role={heading === '' ? 'gridcell' : 'columnheader'}
          class={`grid-cell ${role === 'label' || role === 'text' ? 'words' : 'figure'}`}
          aria-colindex={col + 1}
        >
          {heading}
        </div>
      ))}
      <ProofHeading col={columns.length} />
    </div>
  );
}

function ProofHeading({ col }: { col: number }) {
  return (
    <div role="columnheader" class="grid-cell proof" aria-colindex={col + 1}>
      Proof
    </div>
  );
}
