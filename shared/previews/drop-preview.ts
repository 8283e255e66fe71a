import { dropDatabase } from '#db/preview-databases.ts';
import type { Config } from '#shared/config.ts';
import { AppError } from '#shared/errors.ts';
import { openServices, type OpenServices } from '#shared/open-services.ts';
import { fullName } from '#shared/queue/queues.ts';
import { type QueueName, queueTable } from '#shared/queue/table.ts';
import type { ObjectStore, StoredObject } from '#shared/store/object-store.ts';
import { previewSettings } from './preview-settings.ts';

/**
 * Drops what a preview had: its tasks, its objects in the bucket, and last its database with whoever is connected to
 * it, so that a call that failed can be made again. What is not there is no error. Throws `wrong-environment`, or
 * `store-unavailable` where objects are left.
 */
export async function dropPreview(config: Config, name: string): Promise<void> {
  const { database, ...settings } = previewSettings(config, name);
  const services = await openServices({ ...config, ...settings }, 'host');
  try {
    if (services.queues.backend.kind === 'redis') await emptyQueues(services);
    if (config.S3_BUCKET !== undefined) await emptyStore(services.store);
  } finally {
    await services.close();
  }
  await dropDatabase(config.DATABASE_URL ?? '', database);
}

/** On PostgreSQL they go with the database. */
async function emptyQueues({ config, queues, log }: OpenServices): Promise<void> {
  for (const name of Object.keys(queueTable) as QueueName[]) {
    const queue = queues.backend.queue(fullName(config, name));
    queue.on('error', (error) => log.warn({ err: error }, 'the queue does not answer'));
    await queue.obliterate({ force: true });
    await queue.close();
  }
}

/** The store knows keys below the preview's prefix only. */
async function emptyStore(store: ObjectStore): Promise<void> {
  let left = 0;
  const remove = async (objects: StoredObject[]): Promise<void> => {
    left += (await store.delete(objects)).length;
  };
  let batch: StoredObject[] = [];
  for await (const object of store.list('')) {
    batch.push(object);
    if (batch.length < batchLength) continue;
    await remove(batch);
    batch = [];
  }
  if (batch.length > 0) await remove(batch);
  if (left > 0) {
    throw new AppError(
      'store-unavailable',
      `${left} objects of the preview could not be deleted: call again.`,
    );
  }
}

const batchLength = 1000;
