import { z } from 'zod';
import { canonicalHash } from '../canonical-hash.ts';

/** What of a manifest its certificate vouches for: which deletion of which job, and where its objects lay. No person. */
export type ManifestStatement = z.output<typeof manifestStatement>;

export const manifestStatement = z.object({
  deletionId: z.uuid(),
  jobId: z.uuid(),
  requestedAt: z.iso.datetime(),
  artifacts: z.array(
    z.object({ type: z.enum(['incoming', 'processed', 'export']), key: z.string(), bucket: z.string() }),
  ),
});

/** SHA-256, in hexadecimal digits, over the canonical JSON (RFC 8785) of `version` 1 and the statement's members. */
export function manifestHash(manifest: ManifestStatement): string {
  const { deletionId, jobId, requestedAt, artifacts } = manifest;
  const listed = artifacts.map(({ type, key, bucket }) => ({ type, key, bucket }));
  return canonicalHash({ version: 1, deletionId, jobId, requestedAt, artifacts: listed });
}
