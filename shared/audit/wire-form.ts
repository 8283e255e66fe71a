import type { NewAuditRow } from '#db/audit.ts';
import { z } from 'zod';

/** An event as text, for the stream; bytes in base64. */
export function toWire(row: NewAuditRow): string {
  const { idempotency_key, salt, commitment, ...rest } = row;
  return JSON.stringify({
    ...rest,
    idempotency_key: idempotency_key.toString('base64'),
    salt: salt?.toString('base64') ?? null,
    commitment: commitment.toString('base64'),
  });
}

/** null for a text that is not of the form. */
export function fromWire(text: string): NewAuditRow | null {
  try {
    return form.parse(JSON.parse(text));
  } catch {
    return null;
  }
}

const bytes = z.base64().transform((text) => Buffer.from(text, 'base64'));

const form = z.strictObject({
  id: z.string(),
  tenant_id: z.string(),
  job_id: z.string().nullable(),
  event_type: z.string(),
  user_id: z.string().nullable(),
  ip_address: z.string().nullable(),
  trace_id: z.string(),
  idempotency_key: bytes,
  metadata: z.string(),
  occurred_at: z.iso.datetime().transform((text) => new Date(text)),
  salt: bytes.nullable(),
  commitment: bytes,
});
