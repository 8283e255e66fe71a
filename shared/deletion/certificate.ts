import type { KeyObject } from 'node:crypto';
import { z } from 'zod';
import { signatureForm, signStatement } from '../audit/signature.ts';

/**
 * A signed statement that a job's data is gone. It names nobody: no user, no tenant, no file; which job it is of, only
 * who has its manifest can tell.
 */
export type DeletionCertificate = z.output<typeof certificateForm>;

export const certificateForm = z
  .strictObject({
    version: z.literal(1),
    deletionId: z.uuid(),
    /** See manifest-hash.ts. */
    manifestSha256: z.string().regex(/^[0-9a-f]{64}$/),
    /** Objects, versions, delete markers and open uploads removed from the store. */
    objects: z.int().nonnegative(),
    /** Rows removed from the database. */
    rows: z.int().nonnegative(),
    requestedAt: z.iso.datetime(),
    /** When the store was last seen to hold nothing of the job, after its last upload address had expired. */
    seenEmptyAt: z.iso.datetime(),
    completedAt: z.iso.datetime(),
    ...signatureForm,
  })
  .describe('A signed statement that a job’s data is gone; it names nobody.');

export function signCertificate(
  says: Omit<DeletionCertificate, 'version' | 'publicKey' | 'signature'>,
  key: KeyObject,
): DeletionCertificate {
  return signStatement({ version: 1 as const, ...says }, key);
}
