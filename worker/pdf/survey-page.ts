import { dropOverprints } from '#worker/pdf/drop-overprints.ts';
import type { Pdfium } from '#worker/pdf/load-pdfium.ts';
import { readPageFrame } from '#worker/pdf/page-frame.ts';
import type { PageFrame } from '#worker/pdf/page-frame.ts';
import { readDrawings } from '#worker/pdf/read-drawings.ts';
import { readGlyphs } from '#worker/pdf/read-glyphs.ts';
import type { LoadedPage } from '#worker/pdf/read-page.ts';
import { wordsOfPage } from '#worker/pdf/words-of-page.ts';
import type { Box } from '#worker/page/page-model.ts';

/** What somebody who wants to write on a page has to know of it. */
export interface PageSurvey {
  frame: PageFrame;
  /** Characters that are on the page but not shown: most often another recogniser's text. */
  hiddenCount: number;
  /** Words that can be seen and selected already, on the page as displayed; none where their text is garbage. */
  visibleWords: Box[];
}

/** Looks at a page without judging it. */
export function surveyPage(pdfium: Pdfium, page: LoadedPage): PageSurvey {
  const frame = readPageFrame(pdfium, page.handle, page.userUnit);
  const { coveredText } = readDrawings(pdfium, page.handle, frame);
  const isCovered = (textObject: number): boolean => coveredText.has(textObject);
  const read = readGlyphs(pdfium, { page: page.handle, frame, isCovered });
  const glyphs = read.garbageCount > 0 ? [] : dropOverprints(read.glyphs);
  const visibleWords = wordsOfPage(glyphs, frame).map((word) => word.box);
  return { frame, hiddenCount: read.hiddenCount, visibleWords };
}
