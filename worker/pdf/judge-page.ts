import type { Triage } from '#worker/pdf/pdf-document.ts';

/** What was found on a page, for the question whether its text layer can be trusted. */
export interface PageEvidence {
  visibleCount: number;
  /** Visible characters in the middle of the page, away from headers, footers and stamps at its edges. */
  middleCount: number;
  garbageCount: number;
  hiddenCount: number;
  /** Share of the page that pictures cover, 0..1. */
  imageShare: number;
  /** Paths that may be outlined letters. */
  shapeCount: number;
}

/**
 * What kind of page it is, as far as counts tell: whether a page of text is mixed, only its pictures can tell.
 * A scan with invisible OCR text is read anew: another recogniser's words carry no confidence.
 */
export function judgePage(evidence: PageEvidence): Exclude<Triage, 'mixed'> {
  const { visibleCount, middleCount, garbageCount, hiddenCount, imageShare, shapeCount } = evidence;
  if (visibleCount === 0) {
    const something = imageShare >= LEAST_IMAGE_SHARE || shapeCount >= OUTLINED_SHAPES || hiddenCount > 0;
    return something ? 'image' : 'blank';
  }
  if (garbageCount > visibleCount * MOST_GARBAGE) return 'garbage';
  if (hiddenCount > visibleCount && imageShare >= HIDING_SHARE) return 'image';
  if (imageShare >= COVERING_SHARE && middleCount < STAMP_CHARACTERS) return 'image';
  return 'text-layer';
}

/** A logo or a signature alone makes no page worth reading. */
const LEAST_IMAGE_SHARE = 0.05;
/** Fewer curves than this are a drawing, not a page of outlined letters. */
const OUTLINED_SHAPES = 40;
const MOST_GARBAGE = 0.1;
/** A scan with its margins cut off. */
const HIDING_SHARE = 0.4;
const COVERING_SHARE = 0.75;
/** A stamp, a page number, a filing line. */
const STAMP_CHARACTERS = 60;
