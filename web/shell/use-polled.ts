import { type ReadonlySignal, useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { poll } from './poll.ts';

export interface Polled<T> {
  /** Null until the first answer. */
  body: ReadonlySignal<T | null>;
  /** What the last question failed with; null while all is well. */
  problem: ReadonlySignal<unknown>;
  /** Asks at once, and goes on from there: after something was done, and after an end. */
  again: () => void;
}

/**
 * An answer that is kept up to date while the component is shown and `isFinal` does not hold. A path of null asks nothing;
 * another `reason` asks anew, also after the end.
 */
export function usePolled<T>(path: string | null, isFinal: (body: T) => boolean, reason = ''): Polled<T> {
  const body = useSignal<T | null>(null);
  const problem = useSignal<unknown>(null);
  const round = useSignal(0);
  useEffect(() => {
    if (path === null) return undefined;
    return poll<T>({
      path,
      isFinal,
      onBody: (given) => (body.value = given),
      onProblem: (given) => (problem.value = given),
    });
  }, [path, reason, round.value]);
  const again = (): void => {
    round.value += 1;
  };
  return { body, problem, again };
}
