import type { KeyObject } from 'node:crypto';
import { z } from 'zod';
import { signatureForm, signStatement } from './signature.ts';

/** A signed statement that the chain of a tenant had this hash at this row. */
export type Checkpoint = z.output<typeof checkpointForm>;

export const checkpointForm = z
  .strictObject({
    version: z.literal(1),
    tenantId: z.string(),
    /** The row it is of; 0 for an empty chain. */
    seq: z.int().nonnegative(),
    hash: z.string().regex(/^[0-9a-f]{64}$/),
    signedAt: z.iso.datetime(),
    ...signatureForm,
  })
  .describe('The signed end of the chain: Ed25519 over canonical JSON.');

export function signCheckpoint(
  head: { tenantId: string; seq: number; hash: Uint8Array },
  key: KeyObject,
  signedAt = new Date(),
): Checkpoint {
  const says = {
    version: 1 as const,
    tenantId: head.tenantId,
    seq: head.seq,
    hash: Buffer.from(head.hash).toString('hex'),
    signedAt: signedAt.toISOString(),
  };
  return signStatement(says, key);
}
