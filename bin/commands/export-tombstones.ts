import { once } from 'node:events';
import { readTombstones } from '#shared/tombstones/read-tombstones.ts';
import { asOperator } from '../as-operator.ts';

/** `ledgerlift export-tombstones > FILE`: what has to outlive the database, one JSON a line. It names nobody. */
export async function exportTombstones(): Promise<number> {
  return asOperator(async ({ db }) => {
    for await (const stone of readTombstones(db)) {
      if (!process.stdout.write(`${JSON.stringify(stone)}\n`)) await once(process.stdout, 'drain');
    }
    return 0;
  });
}
