/**
 * Work that goes on behind a loop, a few pieces at a time: storing a page takes the database and the store, reading the
 * next one the PDF process.
 */
export class Behind {
  readonly #most: number;
  readonly #underWay = new Set<Promise<void>>();
  readonly #failures: unknown[] = [];

  constructor(most: number) {
    this.#most = most;
  }

  /** Starts a piece as soon as there is room. Throws what an earlier piece threw. */
  async add(work: () => Promise<void>): Promise<void> {
    while (this.#underWay.size >= this.#most) await Promise.race(this.#underWay);
    this.#throwFailure();
    const piece: Promise<void> = work()
      .catch((error: unknown) => void this.#failures.push(error))
      .finally(() => this.#underWay.delete(piece));
    this.#underWay.add(piece);
  }

  /** Waits until nothing is under way; throws what a piece threw. */
  async settled(): Promise<void> {
    await Promise.all(this.#underWay);
    this.#throwFailure();
  }

  #throwFailure(): void {
    if (this.#failures.length > 0) throw this.#failures[0];
  }
}
