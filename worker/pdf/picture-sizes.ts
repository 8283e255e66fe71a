import type { Matrix } from '#worker/pdf/matrix.ts';
import type { PageFrame } from '#worker/pdf/page-frame.ts';
import { unitSquare } from '#worker/pdf/unit-square.ts';

/** The resolution of the largest picture of a page, as it lies on the page. */
export class PictureSizes {
  readonly #frame: Pick<PageFrame, 'widthPoints' | 'heightPoints'>;
  #largest = 0;
  #dpi: number | null = null;

  constructor(frame: Pick<PageFrame, 'widthPoints' | 'heightPoints'>) {
    this.#frame = frame;
  }

  /** A picture of so many pixels, laid on the page by a matrix from the unit square to display space. */
  add(toDisplay: Matrix, { width, height }: { width: number; height: number }): void {
    const area = this.#areaOnPage(toDisplay);
    const dpi = dotsPerInch(toDisplay, { width, height });
    if (!(area > 0 && dpi > 0 && Number.isFinite(dpi))) return;
    // Strips of one scan, or the layers of one page, differ little in size: the finest of them holds the letters.
    const alike = area >= this.#largest * ALIKE_SHARE;
    const larger = area * ALIKE_SHARE > this.#largest;
    if (larger) this.#dpi = dpi;
    else if (alike) this.#dpi = Math.max(this.#dpi ?? 0, dpi);
    this.#largest = Math.max(this.#largest, area);
  }

  /** Dots per inch, to a tenth, in the finer of its two directions; null without any picture. */
  get dpi(): number | null {
    return this.#dpi === null ? null : Math.round(this.#dpi * 10) / 10;
  }

  #areaOnPage(toDisplay: Matrix): number {
    const [x0, y0, x1, y1] = unitSquare(toDisplay);
    const width = Math.min(x1, this.#frame.widthPoints) - Math.max(x0, 0);
    const height = Math.min(y1, this.#frame.heightPoints) - Math.max(y0, 0);
    return Math.max(0, width) * Math.max(0, height);
  }
}

const ALIKE_SHARE = 0.9;

function dotsPerInch([a, b, c, d]: Matrix, { width, height }: { width: number; height: number }): number {
  return 72 * Math.max(width / Math.hypot(a, b), height / Math.hypot(c, d));
}
