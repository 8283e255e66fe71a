import { applyMatrix } from '#worker/pdf/matrix.ts';
import type { PageSurvey } from '#worker/pdf/survey-page.ts';
import type { PageModel, Word } from '#worker/page/page-model.ts';
import { toDisplay } from './to-user-space.ts';

/**
 * The recognised words that a page does not have as text yet: all but those of its text layer and those that lie on a word of its own, such as a
 * filing stamp over a scan. None where the page brings an invisible text of some length: taking another program's text
 * out of a page is not safely possible, and both together would give every word twice.
 */
export function wordsToAdd(model: PageModel, { frame, hiddenCount, visibleWords }: PageSurvey): Word[] {
  const words = model.words.filter(({ confidence }) => confidence < OF_THE_TEXT_LAYER);
  const characters = words.reduce((sum, word) => sum + word.text.length, 0);
  if (hiddenCount >= Math.max(1, characters * LAYER_SHARE)) return [];
  const matrix = toDisplay(model, frame);
  return words.filter(({ box: [x0, y0, x1, y1] }) => {
    const [x, y] = applyMatrix(matrix, (x0 + x1) / 2, (y0 + y1) / 2);
    return !visibleWords.some((own) => x >= own[0] && x <= own[2] && y >= own[1] && y <= own[3]);
  });
}

const OF_THE_TEXT_LAYER = 1;
/** Less hidden text than this share of what was recognised is no layer of the page's words. */
const LAYER_SHARE = 0.25;
