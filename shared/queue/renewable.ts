import type { BackendFlow, BackendQueue } from './backend.ts';

/** Something that puts tasks on a queue, opened at its first use and anew after a failure. */
export interface Renewable<T> {
  /** Throws what `work` throws; what it worked with is not used again then. */
  use<R>(work: (producer: T) => Promise<R>): Promise<R>;
  close: () => Promise<void>;
}

/**
 * BullMQ remembers for good that a queue was away when it was first used: the same object would go on failing after
 * the queue is back, so that one that failed is closed and replaced.
 */
export function renewable<T extends BackendQueue | BackendFlow>(
  open: () => T,
  onError: (error: Error) => void,
): Renewable<T> {
  let current: T | undefined;
  const leaving = new Set<Promise<void>>();

  const openNew = (): T => {
    const producer = open();
    producer.on('error', onError);
    return producer;
  };
  // Forced: everybody who put a task there has waited for the answer, and an orderly end would ask a queue that is away.
  const discard = (producer: T): void => {
    const closing = producer
      .getBackend()
      .close(true)
      .catch(onError)
      .finally(() => leaving.delete(closing));
    leaving.add(closing);
  };

  return {
    async use(work) {
      current ??= openNew();
      const producer = current;
      try {
        return await work(producer);
      } catch (error) {
        if (current === producer) {
          current = undefined;
          discard(producer);
        }
        throw error;
      }
    },
    async close() {
      if (current !== undefined) discard(current);
      current = undefined;
      await Promise.all(leaving);
    },
  };
}
