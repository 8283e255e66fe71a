import type { GreyImage } from '#worker/pdf/grey-image.ts';
import type { OcrWord } from '#worker/ocr/ocr-engine.ts';
import type { Box } from '#worker/page/page-model.ts';

/** How a picture lies askew, and where things on it would be if it were turned level about its middle. All in pixels. */
export class Tilt {
  readonly #cos: number;
  readonly #sin: number;
  readonly #middle: readonly [x: number, y: number];

  /** `degrees`: how far its lines run off the level, clockwise positive; at most a few. */
  constructor({ width, height }: Pick<GreyImage, 'width' | 'height'>, degrees: number) {
    const radians = (degrees * Math.PI) / 180;
    [this.#cos, this.#sin] = [Math.cos(radians), Math.sin(radians)];
    this.#middle = [(width - 1) / 2, (height - 1) / 2];
  }

  /** The box on the picture as it lies that holds all of a level box. */
  toLying([x0, y0, x1, y1]: Box): Box {
    const corners = [
      this.#turn(x0, y0, 1),
      this.#turn(x1, y0, 1),
      this.#turn(x0, y1, 1),
      this.#turn(x1, y1, 1),
    ];
    const [xs, ys] = [corners.map(([x]) => x), corners.map(([, y]) => y)];
    return [Math.min(...xs), Math.min(...ys), Math.max(...xs), Math.max(...ys)];
  }

  /** A word of the picture as it lies, on the level. */
  toLevel(word: OcrWord): OcrWord {
    const [x0, y0, x1, y1] = word.box;
    const [x, y] = this.#turn((x0 + x1) / 2, (y0 + y1) / 2, -1);
    const { width, height } = this.#levelSize(x1 - x0, y1 - y0);
    const [, baseline] = this.#turn((x0 + x1) / 2, word.baseline, -1);
    return {
      ...word,
      box: [x - width / 2, y - height / 2, x + width / 2, y + height / 2],
      baseline,
    };
  }

  /** The size of a box whose turned outline is just held by one of this size. */
  #levelSize(width: number, height: number): { width: number; height: number } {
    const [cos, sin] = [this.#cos, Math.abs(this.#sin)];
    const squares = cos * cos - sin * sin;
    return {
      width: Math.max((width * cos - height * sin) / squares, width * LEAST_SHARE),
      height: Math.max((height * cos - width * sin) / squares, height * LEAST_SHARE),
    };
  }

  #turn(x: number, y: number, direction: 1 | -1): [x: number, y: number] {
    const [dx, dy] = [x - this.#middle[0], y - this.#middle[1]];
    const sin = this.#sin * direction;
    return [this.#middle[0] + dx * this.#cos - dy * sin, this.#middle[1] + dx * sin + dy * this.#cos];
  }
}

/** A dash turned level would come out with no height: recognisers do not draw their boxes that closely. */
const LEAST_SHARE = 0.5;
