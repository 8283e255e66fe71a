import type { Tx } from '#db/client.ts';
import { keepCertificate, type ManifestRow } from '#db/deletions.ts';
import { signingKey } from '../audit/signing-key.ts';
import type { Ctx } from '../context.ts';
import { AppError } from '../errors.ts';
import { type DeletionCertificate, signCertificate } from './certificate.ts';
import { manifestHash } from './manifest-hash.ts';
import { manifestView } from './manifest-view.ts';

/**
 * Signs what was erased and keeps it with the manifest, in the transaction that deletes the rows: there is no deleted
 * row without its certificate. Throws `internal` for a manifest that is not complete.
 */
export async function certifyDeletion(tx: Tx, ctx: Ctx, manifest: ManifestRow): Promise<DeletionCertificate> {
  const { seen_empty_at: seenEmptyAt, completed_at: completedAt } = manifest;
  if (seenEmptyAt === null || completedAt === null) {
    throw new AppError('internal', 'A deletion is certified when the store was seen empty, not before.');
  }
  const certificate = signCertificate(
    {
      deletionId: manifest.id,
      manifestSha256: manifestHash(manifestView(manifest)),
      objects: manifest.objects_deleted,
      rows: manifest.rows_deleted,
      requestedAt: manifest.requested_at.toISOString(),
      seenEmptyAt: seenEmptyAt.toISOString(),
      completedAt: completedAt.toISOString(),
    },
    await signingKey({ config: ctx.config, db: tx }),
  );
  await keepCertificate(tx, manifest.job_id, JSON.stringify(certificate));
  return certificate;
}
