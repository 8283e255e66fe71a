import { setTimeout as sleep } from 'node:timers/promises';

/** Polls until `done` says so and answers the last value. Starts quick and slows to half a second. */
export async function waitUntil<T>(poll: () => Promise<T>, done: (value: T) => boolean): Promise<T> {
  for (let delayMs = 50; ; delayMs = Math.min(500, delayMs * 1.3)) {
    const value = await poll();
    if (done(value)) return value;
    await sleep(delayMs);
  }
}
