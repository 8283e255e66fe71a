import type { NewAuditRow } from '#db/audit.ts';

export interface BatchSink {
  write(rows: readonly NewAuditRow[]): Promise<void>;
  /** Told in order and once for each row: these are written. */
  written(rows: readonly NewAuditRow[]): Promise<void> | void;
  /** This one cannot be written, whatever is done. */
  poisoned(row: NewAuditRow, error: unknown): Promise<void> | void;
}

/**
 * Writes a batch. Where the database refuses it for what is in it, the batch is halved until the event at fault stands
 * alone; the others are written in their order. Throws what else goes wrong, such as an outage: then rows that were
 * not told as written are to be brought again, and the key keeps those that were from doubling.
 */
export async function writeIsolating(rows: readonly NewAuditRow[], sink: BatchSink): Promise<void> {
  const [first] = rows;
  if (first === undefined) return;
  try {
    await sink.write(rows);
  } catch (error) {
    if (!isRefusedContent(error)) throw error;
    if (rows.length === 1) return sink.poisoned(first, error);
    const half = Math.ceil(rows.length / 2);
    await writeIsolating(rows.slice(0, half), sink);
    return writeIsolating(rows.slice(half), sink);
  }
  await sink.written(rows);
}

/** PostgreSQL, appendix A: 22 data exceptions, 23 broken constraints, 54 program limits. All else may pass by itself. */
function isRefusedContent(error: unknown): boolean {
  const { code } = error as { code?: unknown };
  return typeof code === 'string' && /^(?:22|23|54)[0-9A-Z]{3}$/.test(code);
}
