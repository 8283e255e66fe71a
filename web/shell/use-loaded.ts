import { type ReadonlySignal, useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { getJson } from './api.ts';

export interface Loaded<T> {
  /** Null until it is there. */
  body: ReadonlySignal<T | null>;
  problem: ReadonlySignal<unknown>;
  again: () => void;
}

/** An answer that is asked for once, and anew where the path or the `reason` changes. */
export function useLoaded<T>(path: string, reason = ''): Loaded<T> {
  const body = useSignal<T | null>(null);
  const problem = useSignal<unknown>(null);
  const round = useSignal(0);
  useEffect(() => {
    const controller = new AbortController();
    const { signal } = controller;
    const load = async (): Promise<void> => {
      try {
        const given = await getJson<T>(path, { signal });
        body.value = given;
        problem.value = null;
      } catch (error) {
        if (!signal.aborted) problem.value = error;
      }
    };
    void load();
    return () => controller.abort();
  }, [path, reason, round.value]);
  const again = (): void => {
    round.value += 1;
  };
  return { body, problem, again };
}
