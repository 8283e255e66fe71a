import { readFileSync, writeFileSync } from 'node:fs';
import { pdfProcesses } from './pdf-processes.ts';

/** Most memory resident at one time, MiB. */
export interface MemoryPeaks {
  /** Of the worker itself, its recognisers' threads included. */
  workerMb: number;
  /** Of the largest process that reads a PDF for it. */
  readerMb: number;
  /** Of all of them together, pages that they share counted for each. */
  togetherMb: number;
}

/**
 * Looks at what a worker and its PDF processes take; Linux only. The system itself keeps the peak of each process, so
 * that only what a process gains within the last moments before its end can be missed.
 */
export class MemoryWatch {
  readonly #worker: number;
  readonly #timer: NodeJS.Timeout;
  #readerMb = 0;
  #togetherMb = 0;

  constructor(worker: number) {
    this.#worker = worker;
    this.#timer = setInterval(() => this.#look(), EVERY_MS);
  }

  /** Begins anew: peaks of before are forgotten. */
  reset(): void {
    // "5" resets VmHWM (proc(5), clear_refs).
    for (const pid of [this.#worker, ...pdfProcesses(this.#worker)]) forgetPeak(pid);
    this.#readerMb = 0;
    this.#togetherMb = 0;
  }

  peaks(): MemoryPeaks {
    this.#look();
    const [readerMb, togetherMb] = [this.#readerMb, this.#togetherMb];
    return { workerMb: memoryMb(this.#worker, 'VmHWM'), readerMb, togetherMb };
  }

  stop(): void {
    clearInterval(this.#timer);
  }

  #look(): void {
    const readers = pdfProcesses(this.#worker);
    const now = [this.#worker, ...readers].map((pid) => memoryMb(pid, 'VmRSS'));
    this.#togetherMb = Math.max(
      this.#togetherMb,
      now.reduce((sum, each) => sum + each, 0),
    );
    for (const pid of readers) this.#readerMb = Math.max(this.#readerMb, memoryMb(pid, 'VmHWM'));
  }
}

const EVERY_MS = 25;

function memoryMb(pid: number, entry: 'VmHWM' | 'VmRSS'): number {
  try {
    const line = new RegExp(`^${entry}:\\s*(\\d+) kB`, 'm').exec(readFileSync(`/proc/${pid}/status`, 'utf8'));
    return Math.round(Number(line?.[1] ?? 0) / 1024);
  } catch {
    return 0;
  }
}

function forgetPeak(pid: number): void {
  try {
    writeFileSync(`/proc/${pid}/clear_refs`, '5');
  } catch {
    // It has just ended, or is another's: its peak then counts from its start.
  }
}
