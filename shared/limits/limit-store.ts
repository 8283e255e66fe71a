/** A request that was counted: the how-manieth of its window, and the time until the window ends. */
export interface Counted {
  count: number;
  resetMs: number;
}

/**
 * Where requests are counted, the same for all processes. A window begins with its first request and lasts
 * `windowSeconds`; within it every request gets a number of its own, whoever else asks at that moment.
 */
export interface LimitStore {
  /**
   * Counts one request of `subject`. Null where the store is away and the request has to go on uncounted; throws
   * where nothing could be answered without the store anyway.
   */
  count(subject: Buffer, windowSeconds: number): Promise<Counted | null>;
  /** How many requests this process has let through uncounted. */
  uncounted(): number;
  close(): Promise<void>;
}
