import type { ManifestRow } from '#db/deletions.ts';
import type { Ctx } from '../context.ts';
import { AppError } from '../errors.ts';
import type { StoredObject } from '../store/object-store.ts';

/**
 * Deletes every object of a job by listing its prefix, and looks again; answers how many there were. `noteFound` hears
 * of them before the first is deleted; and once more, of those that stayed, where others have come meanwhile: else the
 * next attempt would take what came for what had stayed, and count too few as deleted. Throws `store-unavailable` while
 * one remains, and `config-invalid` where this process looks into another store than the one the job was put into: an
 * empty listing there would prove nothing.
 */
export async function eraseObjects(
  ctx: Ctx,
  manifest: ManifestRow,
  noteFound: (objects: number) => Promise<void> = async () => {},
): Promise<number> {
  requireSameStore(ctx, manifest);
  const found = await listAll(ctx, manifest.object_prefix);
  await noteFound(found.length);
  const failures = found.length === 0 ? [] : await ctx.store.delete(found);
  const left = await listAll(ctx, manifest.object_prefix);
  if (left.length > 0) {
    const stayed = countStayed(found, left);
    if (stayed < left.length) await noteFound(stayed);
    throw new AppError(
      'store-unavailable',
      `${left.length} objects could not be deleted yet; it is tried again.`,
      {
        facts: { left: left.length, reasons: [...new Set(failures.map((failure) => failure.reason))] },
      },
    );
  }
  return found.length;
}

function countStayed(found: StoredObject[], left: StoredObject[]): number {
  const name = ({ kind, key, versionId }: StoredObject): string => JSON.stringify([kind, key, versionId]);
  const names = new Set(found.map(name));
  return left.filter((object) => names.has(name(object))).length;
}

function requireSameStore(ctx: Ctx, { bucket }: ManifestRow): void {
  if (bucket === ctx.store.bucket) return;
  const detail = `The objects of this job lie in "${bucket}", and this process is set to "${ctx.store.bucket}": set S3_BUCKET and S3_KEY_PREFIX back until its deletion is done.`;
  throw new AppError('config-invalid', detail);
}

async function listAll(ctx: Ctx, prefix: string): Promise<StoredObject[]> {
  const objects: StoredObject[] = [];
  for await (const object of ctx.store.list(prefix)) objects.push(object);
  return objects;
}
