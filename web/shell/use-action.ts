import { type ReadonlySignal, useSignal } from '@preact/signals';

export interface Action {
  busy: ReadonlySignal<boolean>;
  problem: ReadonlySignal<unknown>;
  /** Does nothing while it is at work. */
  run: () => void;
}

/** Something that a button has done: at work, failed, or neither. */
export function useAction(act: () => Promise<void>): Action {
  const busy = useSignal(false);
  const problem = useSignal<unknown>(null);
  const run = async (): Promise<void> => {
    if (busy.peek()) return;
    busy.value = true;
    problem.value = null;
    try {
      await act();
    } catch (error) {
      problem.value = error;
    } finally {
      busy.value = false;
    }
  };
  return { busy, problem, run: () => void run() };
}
