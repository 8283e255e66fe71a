import type { Glyph } from '#worker/pdf/glyph.ts';
import { turnBox, turnSize } from '#worker/page/turn-box.ts';
import type { Turn } from '#worker/page/turn-box.ts';
import type { Box, PageModel, Ruling } from '#worker/page/page-model.ts';

/** The model of a displayed page, turned clockwise as a whole. */
export function turnPage(model: PageModel, turn: Turn): PageModel {
  if (turn === 0) return model;
  const turned = (box: Box): Box => turnBox(box, turn, model);
  const across = turn !== 180;
  return {
    ...model,
    ...turnSize(model, turn),
    words: model.words.map((word) => ({ ...word, box: turned(word.box) })),
    rulings: model.rulings.map((ruling) => ({
      box: turned(ruling.box),
      direction: across ? crosswise(ruling) : ruling.direction,
    })),
    fills: model.fills.map(turned),
    turnedDegrees: turn,
  };
}

/** The turn that stands more than half of the characters upright; 0 where no direction has so many. */
export function mainTurn(glyphs: Glyph[]): Turn {
  const sideways = ([90, 180, 270] as const).find(
    (turn) => glyphs.filter((glyph) => glyph.turn === turn).length * 2 > glyphs.length,
  );
  return sideways ?? 0;
}

function crosswise(ruling: Ruling): Ruling['direction'] {
  return ruling.direction === 'horizontal' ? 'vertical' : 'horizontal';
}
