import { setTimeout } from 'node:timers/promises';

/**
 * Asks `probe` again and again, at intervals growing from 5 to 50 ms, until it answers with a value.
 * Rejects when `signal` is aborted; an error of the probe passes through.
 */
export async function pollUntil<T>(signal: AbortSignal, probe: () => Promise<T | undefined>): Promise<T> {
  for (let waitMilliseconds = 5; ; waitMilliseconds = Math.min(waitMilliseconds * 2, 50)) {
    signal.throwIfAborted();
    const value = await probe();
    if (value !== undefined) return value;
    await setTimeout(waitMilliseconds, undefined, { signal });
  }
}
