import type { Word } from '#worker/page/page-model.ts';
import { median } from './box-math.ts';
import type { TextLine } from './text-lines.ts';

/**
 * Of each line of a page the width in points that all its characters have, the space too, where it is set in a monospaced face;
 * null where it is not. Known from the boxes alone: words are as wide as their characters are many, and no two stand closer than
 * one character, which letters of other faces do not keep. Lines of figures keep it in most faces: they are monospaced where they
 * have the pitch of lines with letters, in ems. Recognised words end with their ink and are never taken for monospaced.
 */
export function characterPitches(lines: readonly TextLine[]): (number | null)[] {
  const told = lines.flatMap((line) => {
    const words = longWords(line.words);
    return words.size >= 2 && letters(words) >= LEAST_LETTERS
      ? [{ words: words.size, pitch: pitchOf(line) }]
      : [];
  });
  return lines.map((line) => {
    const pitch = pitchOf(line);
    const alike = told.filter(
      (other) => pitch !== null && other.pitch !== null && isSame(other.pitch, pitch),
    );
    const words = alike.reduce((sum, other) => sum + other.words, 0);
    const known = words >= LEAST_WORDS && alike.length >= LEAST_SHARE * told.length;
    return pitch !== null && known ? pitch * line.sizePoints : null;
  });
}

const LEAST_LETTERS = 8;
/** In other faces a line or two of few words are so even by accident. */
const LEAST_WORDS = 4;
const LEAST_SHARE = 0.25;

/** The different words whose widths tell something. */
function longWords(words: readonly Word[]): Set<string> {
  return new Set(words.map(({ text }) => text).filter((text) => text.length >= LEAST_LENGTH));
}

const LEAST_LENGTH = 3;

function letters(words: ReadonlySet<string>): number {
  return [...words].join('').replace(/[^\p{L}]/gu, '').length;
}

/** In ems; null where words differ, or stand too close. */
function pitchOf({ words, sizePoints }: TextLine): number | null {
  const pitches = words
    .filter(({ text }) => text.length >= LEAST_LENGTH)
    .map(({ text, box }) => (box[2] - box[0]) / text.length);
  const pitch = median(pitches);
  if (pitches.length < 2 || pitch <= 0 || !pitches.every((each) => isSame(each, pitch))) return null;
  const gaps = words.slice(1).map((word, index) => word.box[0] - (words[index]?.box[2] ?? 0));
  return gaps.every((gap) => gap >= LEAST_GAP * pitch) ? pitch / sizePoints : null;
}

/** In characters. */
const LEAST_GAP = 0.9;
const SLACK = 0.015;

function isSame(one: number, other: number): boolean {
  return Math.abs(one - other) <= SLACK * other;
}
