import { useMemo } from 'preact/hooks';
import { tintAt } from './model/cell-tints.ts';
import type { OpenSchedule } from './model/open-schedule.ts';
import { type PageSize, percentBox } from './model/page-boxes.ts';

interface PageBoxesProps {
  open: OpenSchedule;
  page: number;
  size: PageSize;
}

/** Where the schedule stands on the page, and the cells of it that are doubted or were changed. Decoration: the grid says it all. */
export function PageBoxes({ open, page, size }: PageBoxesProps) {
  const schedule = open.schedule.value;
  const tints = open.tints.value;
  return useMemo(() => {
    const cells = [...tints].flatMap(([row, letters]) =>
      (schedule.rows[row]?.cells ?? []).flatMap((cell, col) => {
        const tint = tintAt(letters, col);
        return tint && cell.box && cell.page === page ? [{ key: `${row},${col}`, box: cell.box, tint }] : [];
      }),
    );
    return (
      <>
        {schedule.parts
          .filter((part) => part.page === page)
          .map(({ box }, index) => (
            <span key={index} class="box box-part" style={percentBox(box, size)} />
          ))}
        {cells.map(({ key, box, tint }) => (
          <span key={key} class={`box box-${tint}`} style={percentBox(box, size)} />
        ))}
      </>
    );
  }, [schedule, tints, page, size]);
}
