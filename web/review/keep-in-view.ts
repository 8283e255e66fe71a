/** Scrolls a box to the middle of its scroller where it is not wholly in view; else nothing moves under the reader's eyes. */
export function keepInView(scroller: HTMLElement, selector: string): void {
  const box = scroller.querySelector(selector)?.getBoundingClientRect();
  if (!box) return;
  const view = scroller.getBoundingClientRect();
  const margin = 24;
  const by = ([from, to]: Span, [start, end]: Span): number =>
    from < start + margin || to > end - margin ? (from + to) / 2 - (start + end) / 2 : 0;
  const left = by([box.left, box.right], [view.left, view.right]);
  const top = by([box.top, box.bottom], [view.top, view.bottom]);
  if (left !== 0 || top !== 0) scroller.scrollBy({ left, top, behavior: 'instant' });
}

type Span = readonly [start: number, end: number];
