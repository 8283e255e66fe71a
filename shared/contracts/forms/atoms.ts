import { z } from 'zod';
import type { PresignedRequest } from '#shared/store/object-store.ts';

const failure = z
  .strictObject({ code: z.string(), detail: z.string() })
  .describe('A code of the table of errors, and what it means here.');

/** What most answers are made of. */
export const atoms = {
  id: z.uuid(),
  /** ISO 8601, in UTC. */
  time: z.iso.datetime(),
  count: z.int().min(0),
  /** Pages and ordinals count from 1. */
  ordinal: z.int().min(1),
  cents: z.int().min(0),
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
  traceId: z.string().regex(/^[0-9a-f]{32}$/),
  probability: z.number().min(0).max(1),
  cursor: z.string().nullable().describe('The `cursor` of the next page; null on the last one.'),
  failure,
  presigned: z
    .strictObject({
      method: z.enum(['PUT', 'GET']),
      url: z.string(),
      headers: z.record(z.string(), z.string()),
      expiresAt: z.iso.datetime(),
    })
    .describe(
      'A request to the object store: send it as it stands, with these headers and without the credential.',
    ) satisfies z.ZodType<PresignedRequest>,
};
