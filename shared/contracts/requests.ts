import { z } from 'zod';
import { type EventType, eventTypes } from '../audit/event-type.ts';
import { NumberRanges } from '../number-ranges.ts';

/** "2-9,12"; comes out sorted and merged. */
const pageChoice = z
  .string()
  .max(1000)
  .refine((text) => NumberRanges.parse(text) !== null, 'must be pages and ranges like 2-9,12, counted from 1')
  .transform((text) => String(NumberRanges.parse(text)));

/** What callers may send. Unknown fields are refused, so that nobody believes a `userId` in a body was heeded. */
export const createJobBody = z.strictObject({
  filename: z.string().min(1).max(255),
  bytes: z.int().positive(),
  sha256: z.string().regex(/^[0-9a-fA-F]{64}$/, 'must be 64 hexadecimal digits'),
  contentType: z.literal('application/pdf').default('application/pdf'),
  pages: pageChoice.optional().describe('Only these are read, charged and searched: "2-9,12".'),
  capCents: z.int().min(0).optional().describe('A cap for this job alone, at most MAX_JOB_COST_CENTS.'),
});

export const exportBody = z.strictObject({
  selectedScheduleIds: z.array(z.uuid()).max(5000).optional(),
  format: z.enum(['xlsx', 'csv', 'json', 'pdf']).default('xlsx'),
});

/** `discardEdits`: what persons edited in the schedules of the job goes, because they are found anew. */
export const retryBody = z.strictObject({ discardEdits: z.boolean().default(false) });

export const emptyBody = z.strictObject({}).optional();

export const pageQuery = z.strictObject({
  limit: z.coerce.number().int().min(1).max(500).default(100),
  cursor: z.string().min(1).max(200).optional().describe('The `nextCursor` of an answer.'),
});

const eventType = z.enum(Object.keys(eventTypes) as [EventType, ...EventType[]]);
const trailFormat = z.enum(['json', 'ndjson', 'csv']).default('json');
const moment = z.iso.datetime({ offset: true }).transform((text) => new Date(text));

/** `eventType` takes several, parted by commas; `from` is inclusive, `to` exclusive, both of the writing. */
export const auditQuery = pageQuery.extend({
  format: trailFormat,
  eventType: z
    .string()
    .transform((text) => text.split(','))
    .pipe(z.array(eventType).max(Object.keys(eventTypes).length))
    .optional()
    .describe('One or several, parted by commas.'),
  from: moment.optional().describe('Written at or after.'),
  to: moment.optional().describe('Written before.'),
});

/** Pages of the whole trail are larger; one that is more than a function may answer ends earlier (list-trail.ts). */
export const trailQuery = z.strictObject({
  format: trailFormat,
  limit: z.coerce.number().int().min(1).max(4000).default(1000),
  cursor: z
    .string()
    .regex(/^\d{1,15}$/, 'must be the nextCursor of an answer')
    .transform(Number)
    .default(0)
    .describe('The `nextCursor` of an answer.'),
});

/** `include=cells` gives the list of schedules all their cells. */
export const scheduleQuery = z.strictObject({
  include: z.literal('cells').optional().describe('Each schedule with its cells.'),
});

export type CreateJobBody = z.output<typeof createJobBody>;
export type RetryBody = z.output<typeof retryBody>;
export type ExportBody = z.output<typeof exportBody>;
export type AuditQuery = z.output<typeof auditQuery>;
export type TrailQuery = z.output<typeof trailQuery>;
export type PageQuery = z.output<typeof pageQuery>;
export type ScheduleQuery = z.output<typeof scheduleQuery>;
