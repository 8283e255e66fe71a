/** A terminal, npm and a wrapper may each hand on one and the same Ctrl-C. */
const sameMs = 500;

/** The wish to stop: the first SIGINT or SIGTERM aborts the signal, a second one ends the process with `atOnce`. */
export class Interruption {
  readonly #controller = new AbortController();
  readonly #atOnce: number;
  #firstAt = 0;

  constructor(atOnce: number) {
    this.#atOnce = atOnce;
    process.on('SIGINT', this.#hear).on('SIGTERM', this.#hear);
  }

  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  release(): void {
    process.off('SIGINT', this.#hear).off('SIGTERM', this.#hear);
  }

  readonly #hear = (): void => {
    if (this.signal.aborted) {
      if (performance.now() - this.#firstAt > sameMs) process.exit(this.#atOnce);
      return;
    }
    this.#firstAt = performance.now();
    this.#controller.abort();
  };
}
