import { sourceOf } from './source-of.ts';

/** What of a refusal goes into the trail: null for nothing, else how many the minutes before had left out. */
export type Admission = { leftOut: number } | null;

const windowMs = 60_000;
/** For one address, and for all together: whoever has many addresses floods with them. */
const mostOfOne = 10;
const mostOfAll = 300;

/**
 * Keeps those without a credential from filling the trail: so many refusals a minute from one address, so many from all,
 * in one process. What is left out is counted, and the next one that is let in carries the count.
 */
export class RefusalGate {
  readonly #ofSource = new Map<string, number>();
  #windowBegan = 0;
  #admitted = 0;
  #leftOut = 0;

  /** `ip` as the platform reports it; addresses that are not known count as one. `now` in milliseconds. */
  admit(ip: string | null, now = Date.now()): Admission {
    if (now - this.#windowBegan >= windowMs) this.#begin(now);
    const source = sourceOf(ip);
    const count = this.#ofSource.get(source) ?? 0;
    if (count >= mostOfOne || this.#admitted >= mostOfAll) {
      this.#leftOut += 1;
      return null;
    }
    this.#ofSource.set(source, count + 1);
    this.#admitted += 1;
    const leftOut = this.#leftOut;
    this.#leftOut = 0;
    return { leftOut };
  }

  #begin(now: number): void {
    this.#windowBegan = now;
    this.#admitted = 0;
    this.#ofSource.clear();
  }
}
