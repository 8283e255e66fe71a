/** Seconds one way of doing a file took; `pagesSeconds` leaves start and opening out. */
export interface Times {
  pages: number;
  wholeSeconds: number;
  pagesSeconds: number;
}

/** The best times of each file over all rounds: what else the machine does only ever adds. */
export class BestTimes {
  readonly #ways = new Map<string, Map<string, Times>>();

  add(way: string, file: string, times: Times): void {
    const files = this.#ways.get(way) ?? new Map<string, Times>();
    const known = files.get(file) ?? times;
    files.set(file, {
      pages: times.pages,
      wholeSeconds: Math.min(known.wholeSeconds, times.wholeSeconds),
      pagesSeconds: Math.min(known.pagesSeconds, times.pagesSeconds),
    });
    this.#ways.set(way, files);
  }

  /** The sum over all files; undefined where there are none. */
  sum(way: string): Times | undefined {
    const files = [...(this.#ways.get(way) ?? [])];
    if (files.length === 0) return undefined;
    const total = { pages: 0, wholeSeconds: 0, pagesSeconds: 0 };
    for (const [, times] of files) {
      total.pages += times.pages;
      total.wholeSeconds += times.wholeSeconds;
      total.pagesSeconds += times.pagesSeconds;
    }
    return total;
  }
}
