import type { PageFrame } from '#worker/pdf/page-frame.ts';
import type { Box } from '#worker/page/page-model.ts';

/** How much of a page pictures cover together; scanners often cut a page into strips. */
export class Coverage {
  readonly #cells = new Uint8Array(CELLS * CELLS);
  readonly #frame: Pick<PageFrame, 'widthPoints' | 'heightPoints'>;

  constructor(frame: Pick<PageFrame, 'widthPoints' | 'heightPoints'>) {
    this.#frame = frame;
  }

  /** A box in display space, points. A cell counts where its middle is covered. */
  add([x0, y0, x1, y1]: Box): void {
    const [across, down] = [CELLS / this.#frame.widthPoints, CELLS / this.#frame.heightPoints];
    const last = (edge: number): number => Math.min(CELLS - 1, Math.ceil(edge - 0.5) - 1);
    for (let row = Math.max(0, Math.ceil(y0 * down - 0.5)); row <= last(y1 * down); row += 1) {
      for (let column = Math.max(0, Math.ceil(x0 * across - 0.5)); column <= last(x1 * across); column += 1) {
        this.#cells[row * CELLS + column] = 1;
      }
    }
  }

  /** 0..1 */
  get share(): number {
    return this.#cells.reduce((sum, cell) => sum + cell, 0) / this.#cells.length;
  }
}

const CELLS = 40;
