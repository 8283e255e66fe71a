import type { Tx } from '#db/client.ts';
import type { ManifestRow } from '#db/deletions.ts';
import { canonicalHash } from '../canonical-hash.ts';
import type { Ctx } from '../context.ts';
import type { DeletionCertificate } from '../deletion/certificate.ts';
import { recordNotice } from './record-notice.ts';

/**
 * Has the tenant's webhooks told that a job is erased, in the transaction that deletes its rows. It says what the
 * manifest keeps anyway, and which certificate there is: SHA-256 over its canonical JSON (RFC 8785).
 */
export async function recordErasure(
  tx: Tx,
  ctx: Ctx,
  { manifest, certificate }: { manifest: ManifestRow; certificate: DeletionCertificate },
): Promise<void> {
  await recordNotice(tx, ctx, {
    tenantId: manifest.tenant_id,
    jobId: null,
    event: 'job.deleted',
    occasion: manifest.id,
    data: {
      deletionId: manifest.id,
      jobId: manifest.job_id,
      status: 'COMPLETED',
      requestedAt: certificate.requestedAt,
      completedAt: certificate.completedAt,
      certificateSha256: canonicalHash(certificate),
    },
  });
}
