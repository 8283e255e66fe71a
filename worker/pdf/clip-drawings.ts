import type { PageFrame } from '#worker/pdf/page-frame.ts';
import type { Box, Ruling } from '#worker/page/page-model.ts';

/** The parts of rulings that are on the page. */
export function clipRulings(rulings: Ruling[], frame: PageFrame): Ruling[] {
  return rulings.flatMap(({ box, direction }) => {
    const clipped = clip(box, frame);
    return clipped === undefined ? [] : [{ box: clipped, direction }];
  });
}

/** The parts of fills that are on the page, each once, without the ones that only colour the whole page. */
export function clipFills(fills: Box[], frame: PageFrame): Box[] {
  const clipped = new Map<string, Box>();
  for (const fill of fills) {
    const box = clip(fill, frame);
    if (box !== undefined && !isBackground(box, frame))
      clipped.set(box.map((edge) => edge.toFixed(1)).join(), box);
  }
  return [...clipped.values()];
}

const BACKGROUND_SHARE = 0.9;

function clip([x0, y0, x1, y1]: Box, { widthPoints, heightPoints }: PageFrame): Box | undefined {
  const box: Box = [Math.max(0, x0), Math.max(0, y0), Math.min(widthPoints, x1), Math.min(heightPoints, y1)];
  return box[0] <= box[2] && box[1] <= box[3] ? box : undefined;
}

function isBackground([x0, y0, x1, y1]: Box, { widthPoints, heightPoints }: PageFrame): boolean {
  return (x1 - x0) * (y1 - y0) >= widthPoints * heightPoints * BACKGROUND_SHARE;
}
