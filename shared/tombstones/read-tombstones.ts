import type { Db } from '#db/client.ts';
import { type Batch, firstId, listManifests, listUserErasures } from '#db/tombstones.ts';
import { jobTombstoneOf, type Tombstone, userTombstoneOf } from './tombstone.ts';

/** Rows read at once. */
const limit = 500;

/** Every tombstone of a database: users first, because their jobs lead to them. */
export async function* readTombstones(db: Db): AsyncGenerator<Tombstone> {
  for await (const row of inBatches(async (batch) => listUserErasures(db, batch))) yield userTombstoneOf(row);
  for await (const row of inBatches(async (batch) => listManifests(db, batch))) yield jobTombstoneOf(row);
}

async function* inBatches<T extends { id: string }>(list: (batch: Batch) => Promise<T[]>): AsyncGenerator<T> {
  for (let after: string | undefined = firstId; after !== undefined;) {
    const rows: T[] = await list({ after, limit });
    yield* rows;
    after = rows.at(-1)?.id;
  }
}
