import { exitCode } from './exit-code.ts';
import { Interruption } from './interruption.ts';

/** Resolves at the first SIGINT or SIGTERM; a second one ends the process at once with exit code 1. */
export async function untilInterrupted(): Promise<void> {
  const { signal } = new Interruption(exitCode.error);
  await new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve(), { once: true }));
}
