import type { FigureReading, OcrWord } from '#worker/ocr/ocr-engine.ts';

/**
 * The word after a second reading. Where both agree it gains confidence; where they differ the more plausible one
 * is taken, the other kept as an alternative, and the confidence says that somebody should look.
 */
export function settleFigure(word: OcrWord, second: FigureReading | undefined): OcrWord {
  if (second === undefined || !/\d/.test(second.text)) return word;
  if (plain(second.text) === plain(word.text)) {
    return { ...word, confidence: 1 - (1 - word.confidence) * (1 - second.confidence * AGREEMENT_WEIGHT) };
  }
  const takesSecond = isBetter(second, word);
  const [text, other] = takesSecond ? [second.text, word.text] : [word.text, second.text];
  const confidence = Math.min(takesSecond ? second.confidence : word.confidence, MOST_WHERE_DIFFERENT);
  return { ...word, text, confidence, alternatives: [...new Set([other, ...(word.alternatives ?? [])])] };
}

/** Two readings of the same pixels err alike: the second counts for half. */
const AGREEMENT_WEIGHT = 0.5;
const MOST_WHERE_DIFFERENT = 0.6;

/** Marks are lost more often than made up: with equal digits the well-formed reading wins, else the surer one. */
function isBetter(second: FigureReading, first: OcrWord): boolean {
  const [one, other] = [formOf(second.text), formOf(first.text)];
  if (digits(second.text) === digits(first.text)) {
    return one !== other ? one > other : second.text.length > first.text.length;
  }
  // Brackets at the edge of the part or a neighbour's ink give shorter and longer readings; they are not trusted.
  if (digits(second.text).length !== digits(first.text).length && one <= other) return false;
  return one > other || (one === other && second.confidence > first.confidence);
}

/** How well formed a figure is: 3 with right groups or decimals, 2 without marks, 1 doubtful, 0 none. */
function formOf(text: string): number {
  const body = plain(text);
  if (/^(\d{1,3}(,\d{3})+(\.\d{1,4})?|\d{1,3}\.\d{1,2})$/.test(body)) return 3;
  if (/^(0|[1-9]\d*)$/.test(body)) return 2;
  return /^[\d.,]+$/.test(body) ? 1 : 0;
}

function plain(text: string): string {
  return text.replace(/^[-–—$€£([{]+|[)\]}%]+$/g, '');
}

function digits(text: string): string {
  return text.replace(/\D/g, '');
}
