import type { JobRow } from '#db/jobs.ts';
import { pageKey } from '#shared/store/keys.ts';
import { encodePng } from '../pdf/encode-png.ts';
import type { GreyImage } from '../pdf/grey-image.ts';
import type { WorkerCtx } from '../worker-ctx.ts';

/**
 * The pictures of a job's pages as displayed, kept for review. They are worth no job: whatever fails here is logged,
 * and after a few failures no more are drawn, because each may have cost the whole time of a call and the opened file.
 */
export class PagePictures {
  readonly #ctx: WorkerCtx;
  readonly #job: JobRow;
  #failures = 0;

  constructor(ctx: WorkerCtx, job: JobRow) {
    this.#ctx = ctx;
    this.#job = job;
  }

  /** Page from 1; null where none is wanted or it cannot be drawn. */
  async draw(page: number): Promise<GreyImage | null> {
    const dpi = this.#ctx.config.PAGE_PICTURE_DPI;
    if (dpi === 0 || this.#failures >= MOST_FAILURES) return null;
    return this.#orNull(page, async () =>
      this.#ctx.sources.use(this.#job, async (document) =>
        document.renderGrey(page, { dpi, maxPixels: MOST_PIXELS }),
      ),
    );
  }

  /** Puts the picture where the job's deletion finds it; kept twice, it is kept once. */
  async keep(page: number, image: GreyImage | null): Promise<void> {
    if (image === null) return;
    const { tenant_id: tenantId, id: jobId, run } = this.#job;
    await this.#orNull(page, async () =>
      this.#ctx.store.put(pageKey({ tenantId, jobId, run }, page), await encodePng(image), 'image/png'),
    );
  }

  async #orNull<T>(page: number, work: () => Promise<T>): Promise<T | null> {
    try {
      return await work();
    } catch (error) {
      this.#failures += 1;
      this.#ctx.log.warn({ err: error, jobId: this.#job.id, page }, 'a page has no picture');
      return null;
    }
  }
}

const MOST_FAILURES = 3;
/** A page of A2 at 110 dpi; larger ones are drawn at fewer dots per inch. */
const MOST_PIXELS = 5_000_000;
