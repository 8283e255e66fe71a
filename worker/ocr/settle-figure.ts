import { figureForm } from '#worker/ocr/figure-form.ts';
import type { FigureReading, OcrWord } from '#worker/ocr/ocr-engine.ts';

/**
 * The word after further readings. Readings that say the same add up their confidences; the one with the largest sum is
 * taken, well-formed figures preferred. Where all agree the word gains confidence; where they differ the others are kept as
 * alternatives, and the confidence is the share of the winner, so that a small majority is a doubt.
 */
export function settleFigure(word: OcrWord, further: FigureReading[]): OcrWord {
  const readings = [word, ...further.filter(({ text }) => /\d/.test(text))];
  if (readings.length === 1) return word;
  const candidates = gather(readings);
  const best = candidates.reduce((one, other) => (weightOf(other) > weightOf(one) ? other : one));
  if (candidates.length === 1) return { ...word, confidence: agreed(word, further) };
  const all = candidates.reduce((sum, { confidence }) => sum + confidence, 0);
  const share = all === 0 ? 0 : best.confidence / all;
  const others = candidates.filter((each) => each !== best).map(({ text }) => text);
  return {
    ...word,
    text: best.text,
    confidence: Math.min(best.surest, share),
    alternatives: [...new Set([...others, ...(word.alternatives ?? [])])],
  };
}

/** What a step of form is worth beside confidences, which run from 0 to 1. */
const FORM_WEIGHT = 0.35;
/** Readings of the same pixels err alike: a further one counts for half. */
const AGREEMENT_WEIGHT = 0.5;

interface Candidate {
  text: string;
  /** The sum over the readings that say so, and the largest of them. */
  confidence: number;
  surest: number;
}

function weightOf({ text, confidence }: Candidate): number {
  return confidence + FORM_WEIGHT * figureForm(text);
}

/** One candidate for each figure that was read; signs and brackets count, for they are part of it. */
function gather(readings: FigureReading[]): Candidate[] {
  const candidates = new Map<string, Candidate>();
  for (const { text, confidence } of readings) {
    const key = text.replace(/[–—]/g, '-').replace(/[.,;:]+$/, '');
    const known = candidates.get(key) ?? { text, confidence: 0, surest: 0 };
    known.confidence += confidence;
    known.surest = Math.max(known.surest, confidence);
    candidates.set(key, known);
  }
  return [...candidates.values()];
}

function agreed(word: OcrWord, further: FigureReading[]): number {
  return (
    1 -
    further.reduce(
      (doubt, { confidence }) => doubt * (1 - confidence * AGREEMENT_WEIGHT),
      1 - word.confidence,
    )
  );
}
