import { useComputed, useSignal } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import { Button } from '../shell/button.tsx';
import { keepInView } from './keep-in-view.ts';
import type { OpenSchedule } from './model/open-schedule.ts';
import { boxOf, cellAtPoint, pageOf, percentBox } from './model/page-boxes.ts';
import type { Review } from './model/review.ts';
import { runCommand } from './model/run-command.ts';
import type { LoadedPage, PageLoader } from './page-loader.ts';
import { PageBoxes } from './page-boxes.tsx';

interface PictureProps {
  review: Review;
  open: OpenSchedule;
  pages: PageLoader;
}

/** The page as it was printed, with the selected cell lit: a click on it selects the cell that stands there. */
export function PagePicture({ review, open, pages }: PictureProps) {
  const scroller = useRef<HTMLDivElement>(null);
  const own = useComputed(() => pageOf(open.schedule.value, review.selection.value));
  // Another page of the schedule may be looked at until the selection moves to yet another.
  const turned = useSignal<number | null>(null);
  useEffect(() => {
    turned.value = null;
  }, [own.value, open]);
  const page = turned.value ?? own.value;
  const loaded = pages.at(page).value;
  const at = review.selection.value;
  const zoom = review.zoom.value;
  useEffect(() => {
    if (scroller.current) keepInView(scroller.current, '.box-current');
  }, [at, zoom, loaded, page]);
  if (!review.pictureShown.value)
    return (
      <section class="picture picture-folded" aria-label="Page">
        <FoldButton review={review} />
      </section>
    );
  return (
    <section class="picture" aria-label="Page">
      <PictureBar {...{ review, open, page }} turn={(to) => (turned.value = to)} />
      <div
        ref={scroller}
        class="picture-scroll"
        role="group"
        aria-label={`Page ${page} as printed`}
        tabIndex={0}
      >
        {loaded.type === 'shown' ? (
          <Sheet {...{ review, open, loaded, page }} zoom={zoom} />
        ) : (
          <p class="soft">{loaded.type === 'loading' ? 'The page is fetched…' : loaded.message}</p>
        )}
      </div>
    </section>
  );
}

function PictureBar({
  review,
  open,
  page,
  turn,
}: {
  review: Review;
  open: OpenSchedule;
  page: number;
  turn: (page: number) => void;
}) {
  const { pages } = open.schedule.value;
  const [before, after] = [pages.findLast((other) => other < page), pages.find((other) => other > page)];
  const turnTo = (to: number | undefined, name: string, sign: string) =>
    pages.length > 1 ? (
      <Button
        class="button-small"
        label={name}
        busy={to === undefined}
        onClick={() => to !== undefined && turn(to)}
      >
        {sign}
      </Button>
    ) : null;
  return (
    <div class="picture-bar">
      {turnTo(before, 'Page before', '‹')}
      <span>Page {page}</span>
      {turnTo(after, 'Page after', '›')}
      <FoldButton review={review} />
      <Button
        class="button-small"
        label="Smaller"
        onClick={() => runCommand(review, { type: 'zoom', by: -1 })}
      >
        −
      </Button>
      <span class="zoom">{Math.round(review.zoom.value * 100)} %</span>
      <Button class="button-small" label="Larger" onClick={() => runCommand(review, { type: 'zoom', by: 1 })}>
        +
      </Button>
    </div>
  );
}

/** Folded away, the figures have the room: on a phone that is how one begins. */
function FoldButton({ review }: { review: Review }) {
  const shown = review.pictureShown.value;
  return (
    <Button class="button-small button-plain" onClick={() => (review.pictureShown.value = !shown)}>
      {shown ? 'Hide the page' : 'Show the page'}
    </Button>
  );
}

interface SheetProps {
  review: Review;
  open: OpenSchedule;
  loaded: Extract<LoadedPage, { type: 'shown' }>;
  page: number;
  zoom: number;
}

function Sheet({ review, open, loaded, page, zoom }: SheetProps) {
  const schedule = open.schedule.value;
  const at = review.selection.value;
  const box = pageOf(schedule, at) === page ? boxOf(schedule, at) : null;
  const choose = (event: MouseEvent): void => {
    const { left, top, width, height } = (event.currentTarget as HTMLElement).getBoundingClientRect();
    const x = ((event.clientX - left) / width) * loaded.widthPoints;
    const y = ((event.clientY - top) / height) * loaded.heightPoints;
    const cell = cellAtPoint(schedule, { page, x, y });
    if (!cell) return;
    review.select(cell);
    review.focus();
  };
  return (
    <div
      class="sheet"
      style={{ width: `${100 * zoom}%`, aspectRatio: `${loaded.widthPoints} / ${loaded.heightPoints}` }}
      onClick={choose}
    >
      <img src={loaded.address} alt={`Page ${page} of ${review.job.value?.filename ?? 'the file'}`} />
      <PageBoxes {...{ open, page, size: loaded }} />
      {box ? (
        <span class={`box box-current${isBroken(open, at) ? ' bad' : ''}`} style={percentBox(box, loaded)} />
      ) : null}
    </div>
  );
}

function isBroken(open: OpenSchedule, at: { row: number; col: number }): boolean {
  const { proof, doubts } = open.schedule.value;
  const isHere = (other: { row: number; col: number }) => other.row === at.row && other.col === at.col;
  return (
    proof.repairs?.some(isHere) === true ||
    doubts.some((doubt) => doubt.reason === 'breaks-sum' && isHere(doubt))
  );
}
