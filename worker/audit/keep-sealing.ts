import { setTimeout as sleep } from 'node:timers/promises';
import { sealTrail } from '#shared/audit/seal-trail.ts';
import type { Services } from '#shared/context.ts';

/** Soon enough that a trail can be checked when somebody comes to read it; most rounds find one index empty. */
const roundMs = 2000;

/** Seals what has been written, round after round. Any number of workers may: one at a time has the head of a chain. */
export function keepSealing(services: Services): { stop: () => Promise<void> } {
  const stopping = new AbortController();
  const rounds = async (): Promise<void> => {
    while (!stopping.signal.aborted) {
      try {
        await sealTrail(services);
      } catch (error) {
        services.log.warn({ err: error }, 'the trail cannot be sealed yet');
      }
      await sleep(roundMs, undefined, { signal: stopping.signal }).catch(() => {});
    }
  };
  const running = rounds();
  return {
    stop: async () => {
      stopping.abort();
      await running;
    },
  };
}
