import type { OcrWord } from '#worker/ocr/ocr-engine.ts';

/**
 * Puts figures together that were read in two pieces at their separator ("1,691." and "58", "244" and ".48"):
 * typewriter faces leave so much room there that recognisers end a word or even a column. Order is kept.
 */
export function joinFigures(words: OcrWord[]): OcrWord[] {
  const taken = new Set<OcrWord>();
  const joined = words.map((left) => {
    if (taken.has(left)) return left;
    const right = words.find((other) => other !== left && !taken.has(other) && follows(left, other));
    if (right === undefined) return left;
    taken.add(right);
    return join(left, right);
  });
  return joined.filter((word) => !taken.has(word));
}

/** In em. A monospaced point stands in the middle of 0.6 em; the next column is never that near. */
const LARGEST_GAP_EM = 0.7;
const LARGEST_STEP_EM = 0.25;
const WHOLE = /^[([$€£-]*\d{1,3}(?:[.,]\d{3})*$/;
const DECIMALS = /^\d{2}[)\]]?%?$/;

function follows(left: OcrWord, right: OcrWord): boolean {
  const gap = (right.box[0] - left.box[2]) / left.emPixels;
  const step = Math.abs(right.baseline - left.baseline) / left.emPixels;
  return gap > -0.2 && gap < LARGEST_GAP_EM && step < LARGEST_STEP_EM && isSplit(left.text, right.text);
}

/** The separator stands at the end of the one or at the beginning of the other, and digits on both sides of it. */
function isSplit(left: string, right: string): boolean {
  const [whole, decimals] = /[.,]$/.test(left)
    ? [left.slice(0, -1), right]
    : [left, /^[.,]/.test(right) ? right.slice(1) : ''];
  return WHOLE.test(whole) && DECIMALS.test(decimals);
}

function join(left: OcrWord, right: OcrWord): OcrWord {
  const [x0, y0, x1, y1] = left.box;
  const [u0, v0, u1, v1] = right.box;
  return {
    ...left,
    text: left.text + right.text,
    box: [Math.min(x0, u0), Math.min(y0, v0), Math.max(x1, u1), Math.max(y1, v1)],
    confidence: Math.min(left.confidence, right.confidence),
  };
}
