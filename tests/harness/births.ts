import type { ChildProcess } from 'node:child_process';
import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import type { Worker } from 'node:worker_threads';

/** The threads and processes begun since it was made, as the platform itself tells of them. */
export class Births {
  /** All so far. */
  count = 0;
  /** Most that lived at one time. */
  most = 0;
  readonly #living = new Set<Worker | ChildProcess>();
  readonly #waiting = new Set<() => void>();

  constructor() {
    subscribe('worker_threads', this.#note);
    subscribe('child_process', this.#note);
  }

  get living(): number {
    return this.#living.size;
  }

  /** Waits until everything that lives now is gone. */
  async untilGone(): Promise<void> {
    const present = [...this.#living];
    while (present.some((each) => this.#living.has(each)))
      await new Promise<void>((resolve) => this.#waiting.add(resolve));
  }

  stop(): void {
    unsubscribe('worker_threads', this.#note);
    unsubscribe('child_process', this.#note);
  }

  readonly #note = (message: unknown): void => {
    const born = Object.values(message as Record<string, Worker | ChildProcess>)[0];
    if (born === undefined) return;
    this.count += 1;
    this.#living.add(born);
    this.most = Math.max(this.most, this.#living.size);
    born.once('exit', () => {
      this.#living.delete(born);
      for (const wake of this.#waiting) wake();
      this.#waiting.clear();
    });
  };
}
