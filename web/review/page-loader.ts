import { type Signal, signal } from '@preact/signals';
import type { ReviewApi } from './model/review-api.ts';

export type LoadedPage =
  | { type: 'loading' }
  | { type: 'shown'; address: string; widthPoints: number; heightPoints: number }
  | { type: 'missing'; message: string };

/** The pictures of the pages of a job, each fetched once, when it is first looked at. */
export class PageLoader {
  readonly #api: Pick<ReviewApi, 'page'>;
  readonly #pages = new Map<number, Signal<LoadedPage>>();

  constructor(api: Pick<ReviewApi, 'page'>) {
    this.#api = api;
  }

  at(page: number): Signal<LoadedPage> {
    const known = this.#pages.get(page);
    if (known) return known;
    const loaded = signal<LoadedPage>({ type: 'loading' });
    this.#pages.set(page, loaded);
    void this.#load(page, loaded);
    return loaded;
  }

  /** The pictures are held by the browser until they are let go. */
  close(): void {
    for (const { value } of this.#pages.values())
      if (value.type === 'shown') URL.revokeObjectURL(value.address);
    this.#pages.clear();
  }

  async #load(page: number, loaded: Signal<LoadedPage>): Promise<void> {
    try {
      const { picture } = await this.#api.page(page);
      if (!picture) {
        loaded.value = { type: 'missing', message: 'There is no picture of this page.' };
        return;
      }
      // Fetched, not linked to: the store wants headers, and the policy of the site takes pictures from itself alone.
      const answer = await fetch(picture.url, {
        method: picture.method,
        headers: picture.headers,
        credentials: 'omit',
      });
      if (!answer.ok) throw new Error(`The store answered ${answer.status}.`);
      const address = URL.createObjectURL(await answer.blob());
      const { widthPoints, heightPoints } = picture;
      loaded.value = { type: 'shown', address, widthPoints, heightPoints };
    } catch (error) {
      // Its address runs out: looked at once more, it is asked for anew.
      this.#pages.delete(page);
      const why = error instanceof Error ? error.message : '';
      loaded.value = {
        type: 'missing',
        message: `The picture of page ${page} could not be fetched. ${why}`.trim(),
      };
    }
  }
}
