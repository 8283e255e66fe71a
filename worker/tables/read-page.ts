import type { PageModel } from '#worker/page/page-model.ts';
import { isInside, shared } from './box-math.ts';
import { dropProse } from './drop-prose.ts';
import { findLattices } from './find-lattices.ts';
import { findRegions } from './find-regions.ts';
import { isPlausible } from './is-plausible.ts';
import { phraseLines } from './phrases.ts';
import { readCaption } from './read-caption.ts';
import { readLattice } from './read-lattice.ts';
import { readRegion } from './read-region.ts';
import type { TableDraft } from './table-draft.ts';
import { textLines } from './text-lines.ts';

/**
 * All tables of one page, top to bottom: closed grids first, then figures that stand under each other in what text is left.
 * `previous` is the last table of the page before, which may go on at the top of this one.
 */
export function readPage(page: PageModel, previous: TableDraft | null): TableDraft[] {
  const ruled = outermost(
    findLattices(page.rulings).flatMap((lattice) => readLattice(page, lattice) ?? []),
  ).filter(isPlausible);
  const free = page.words.filter((word) => !ruled.some((draft) => isInside(word.box, draft.box)));
  const lines = phraseLines(textLines(free));
  const text = { ...dropProse(lines), rulings: page.rulings };
  const open = findRegions(text, previous?.bands ?? []).flatMap(
    (region) => readRegion(page, text, region) ?? [],
  );
  const drafts = [...ruled, ...withoutOverlap(open.filter(isPlausible))].sort(
    (a, b) => a.box[1] - b.box[1] || a.box[0] - b.box[0],
  );
  return drafts.map((draft) => ({
    ...draft,
    ...readCaption(page, { lines, titles: text.lines }, { draft, others: drafts }),
  }));
}

/** A grid inside a grid is part of the outer one. */
function outermost(drafts: TableDraft[]): TableDraft[] {
  return drafts.filter(
    (draft) =>
      !drafts.some((other) => other !== draft && isInside(draft.box, other.box) && size(other) > size(draft)),
  );
}

function size(draft: TableDraft): number {
  return (draft.box[2] - draft.box[0]) * (draft.box[3] - draft.box[1]);
}

/** Headings taken by two regions belong to the lower one only where the upper does not reach them. */
function withoutOverlap(drafts: TableDraft[]): TableDraft[] {
  return drafts.filter((draft, index) => {
    const above = drafts[index - 1];
    return (
      !above ||
      shared([above.box[1], above.box[3]], [draft.box[1], draft.box[3]]) < (draft.box[3] - draft.box[1]) * 0.8
    );
  });
}
