import type { Ruling } from '#worker/page/page-model.ts';
import { across, shared } from './box-math.ts';
import { figuresOf } from './line-kind.ts';
import type { PhraseLine } from './phrases.ts';

/**
 * How many of the first lines of a run of figures are headings by their rulings, although they look like rows ("7", "8", "9" for
 * school years, "$15,000–" for a range that goes on below): right above them a ruling runs under a span, over several of their
 * figures but not over the whole width, and right below them one over the whole width. `above` is the line before them.
 */
export function countRuledHeads(
  lines: readonly PhraseLine[],
  above: PhraseLine | undefined,
  rulings: readonly Ruling[],
): number {
  const [first] = lines;
  if (!first || !above) return 0;
  const extent: [number, number] = [
    Math.min(...lines.map(({ box }) => box[0])),
    Math.max(...lines.map(({ box }) => box[2])),
  ];
  const runsThrough = (ruling: Ruling) =>
    shared(across(ruling.box), extent) >= 0.85 * (extent[1] - extent[0]);
  const underSpan = between(above, first, rulings).some(
    (ruling) =>
      !runsThrough(ruling) &&
      figuresOf(first).filter(({ box }) => shared(across(ruling.box), across(box)) > 0).length >= 2,
  );
  if (!underSpan) return 0;
  const heads = lines
    .slice(1, MOST_LINES + 1)
    .findIndex((line, index) => between(lines[index], line, rulings).some(runsThrough));
  return heads + 1;
}

const MOST_LINES = 3;

function between(
  above: PhraseLine | undefined,
  below: PhraseLine,
  rulings: readonly Ruling[],
): readonly Ruling[] {
  const middleOf = ({ box }: PhraseLine) => (box[1] + box[3]) / 2;
  const upper = above ? middleOf(above) : -Infinity;
  return rulings.filter(
    ({ direction, box }) => direction === 'horizontal' && box[1] > upper && box[1] < middleOf(below),
  );
}
