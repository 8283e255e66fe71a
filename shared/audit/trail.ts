import type { NewAuditRow } from '#db/audit.ts';

/** The second way into the trail: events that no transaction carries are gathered and written together. */
export interface Trail {
  /** False where the buffer was full and the event was refused; a security event waits for room instead. */
  add(row: NewAuditRow): Promise<boolean>;
  /** Writes what is buffered; answers whether that was done within the limit. */
  flush(limitMs: number): Promise<boolean>;
  /**
   * At the end of a request, before its answer. A function may be frozen once it has answered, with the buffer in it,
   * so that its role writes here; in a process that lives on the timer does.
   */
  beforeAnswer(): Promise<void>;
  /**
   * Whether what was added before a moment has left the places that outlive a process. Throws Redis's errors where it
   * cannot tell.
   */
  isWrittenUntil(moment: Date): Promise<boolean>;
  counts(): TrailCounts;
  /** Writes what is buffered within the limit, and stops; what is lost is counted in the log. */
  close(limitMs: number): Promise<void>;
}

export interface TrailCounts {
  /** Events in the buffer of this process. */
  waiting: number;
  /** Events that found the buffer full. */
  refused: number;
  /** Events that the database refuses whatever is done, each in the log with its public part. */
  dead: number;
}
