import { z } from 'zod';
import { checkpointForm } from '#shared/audit/checkpoint.ts';
import { type EventType, eventTypes } from '#shared/audit/event-type.ts';
import type { AuditEventView } from '#shared/audit/event-view.ts';
import type { JobCost } from '#shared/costs/get-job-cost.ts';
import type { UserCostView } from '#shared/costs/get-user-cost.ts';
import { certificateForm } from '#shared/deletion/certificate.ts';
import { manifestStatement } from '#shared/deletion/manifest-hash.ts';
import type { ManifestView } from '#shared/deletion/manifest-view.ts';
import type { UserErasureView } from '#shared/user-erasure/user-erasure-view.ts';
import { atoms } from './atoms.ts';

const { id, time, count, cents, sha256 } = atoms;

const jobCostForm = z
  .strictObject({
    jobId: id,
    quotedCents: cents,
    reservedCents: cents,
    spentCents: cents,
    capCents: cents,
    pages: z
      .array(
        z.strictObject({
          source: z.string(),
          triage: z.string().nullable(),
          status: z.string(),
          pages: count,
          costCents: cents,
        }),
      )
      .describe('How many pages came from where, and what they cost.'),
    records: z
      .array(
        z.strictObject({
          provider: z.string(),
          pages: count,
          costCents: cents,
          status: z.enum(['PENDING', 'COMPLETED', 'FAILED']),
          completedAt: time.nullable(),
        }),
      )
      .describe('One per run.'),
  })
  .describe('What a job was quoted, what it has spent and for which pages.') satisfies z.ZodType<JobCost>;

const userCostForm = z
  .strictObject({
    user_id: z.string(),
    total_cost_cents: cents,
    total_pages: count.describe('Pages that were recognised and charged.'),
    total_jobs: count,
    reserved_cents: cents.describe('Held for pages that jobs at work have still to read.'),
    budget_cents: cents.nullable().describe('null where there is no bound.'),
  })
  .describe('What the caller’s jobs have cost, erased ones included.') satisfies z.ZodType<UserCostView>;

const auditEventForm = z
  .strictObject({
    id,
    seq: z
      .int()
      .min(1)
      .nullable()
      .describe('Place in the chain of the tenant; null until the row is sealed.'),
    tenantId: z.string(),
    jobId: id.nullable(),
    eventType: z.enum(Object.keys(eventTypes) as [EventType, ...EventType[]]),
    traceId: atoms.traceId,
    idempotencyKey: sha256,
    metadata: z.record(z.string(), z.unknown()),
    occurredAt: time,
    createdAt: time,
    userId: z.string().nullable().describe('null after erasure.'),
    ipAddress: z.string().nullable(),
    salt: z.string().nullable(),
    commitment: sha256,
    hash: sha256.nullable(),
  })
  .describe('An event of the trail, with what its check needs.') satisfies z.ZodType<AuditEventView>;

const page = { events: z.array(auditEventForm), nextCursor: atoms.cursor };
const jobTrailForm = z
  .strictObject({ jobId: id, ...page })
  .describe('A page of a job’s trail, oldest first.');
const tenantTrailForm = z
  .strictObject({ tenantId: z.string(), ...page })
  .describe('A page of the sealed trail, in the order of its chain.');

const manifestForm = z
  .strictObject({
    ...manifestStatement.shape,
    artifacts: z.array(manifestStatement.shape.artifacts.element.strict()),
    userId: z.string().nullable().describe('Who asked; null for the system and after completion.'),
    status: z.enum(['PENDING', 'DELETING', 'COMPLETED', 'FAILED']),
    dueAt: time.describe('By when the law wants it done.'),
    attempts: count,
    objectsDeleted: count,
    rowsDeleted: count,
    error: z.strictObject({ code: z.string() }).nullable(),
    completedAt: time.nullable(),
    sealedAt: time.nullable().describe('When nothing was found to have come back.'),
    certificate: certificateForm.nullable(),
  })
  .describe('How the deletion of a job stands.') satisfies z.ZodType<ManifestView>;

const deletionAnswerForm = z
  .strictObject({
    ok: z.literal(true),
    jobId: id,
    status: manifestForm.shape.status,
    manifest: manifestForm,
    requestId: atoms.traceId,
  })
  .describe('A deletion that was taken.');

const userErasureForm = z
  .strictObject({
    erasureId: id,
    userId: z.string(),
    status: z.enum(['PENDING', 'DELETING']),
    requestedAt: time,
    dueAt: time,
    jobs: z.strictObject({ left: count, marked: count }),
    heldJobIds: z.array(id).describe('Under a legal hold: it waits until that is lifted.'),
  })
  .describe('How far the erasure of a user is.') satisfies z.ZodType<UserErasureView>;

export const trustForms = {
  JobCost: jobCostForm,
  UserCost: userCostForm,
  AuditEvent: auditEventForm,
  JobTrail: jobTrailForm,
  TenantTrail: tenantTrailForm,
  Checkpoint: checkpointForm,
  Deletion: manifestForm,
  DeletionCertificate: certificateForm,
  DeletionAnswer: deletionAnswerForm,
  UserErasure: userErasureForm,
};
