import { buildWords } from '#worker/pdf/build-words.ts';
import type { Glyph } from '#worker/pdf/glyph.ts';
import type { PageFrame } from '#worker/pdf/page-frame.ts';
import { turnBoxBack, turnSize } from '#worker/page/turn-box.ts';
import type { Turn } from '#worker/page/turn-box.ts';
import type { Word } from '#worker/page/page-model.ts';

/** The words of a page as displayed; each reading direction is put together by itself. */
export function wordsOfPage(glyphs: Glyph[], frame: PageFrame): Word[] {
  return TURNS.flatMap((turn) => {
    const turned = { ...turnSize(frame, turn), turnedDegrees: turn };
    const words = buildWords(glyphs.filter((glyph) => glyph.turn === turn));
    return words.map((word) => ({ ...word, box: turnBoxBack(word.box, turned) }));
  });
}

const TURNS: Turn[] = [0, 90, 180, 270];
