/** Closers pushed by whoever opens; run once, last opened first, each even where an earlier one failed. */
export class Releasers {
  readonly #closers: (() => Promise<void>)[] = [];

  push(closer: () => Promise<void>): void {
    this.#closers.push(closer);
  }

  /** Throws the first failure after all have run. */
  async releaseAll(): Promise<void> {
    const failures: unknown[] = [];
    for (let closer = this.#closers.pop(); closer !== undefined; closer = this.#closers.pop()) {
      await closer().catch((error: unknown) => failures.push(error));
    }
    if (failures.length > 0) throw failures[0];
  }
}
