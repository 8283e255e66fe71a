import { z } from 'zod';

/** What callers may send. Unknown fields are refused, so that nobody believes a `userId` in a body was heeded. */
export const createJobBody = z.strictObject({
  filename: z.string().min(1).max(255),
  bytes: z.int().positive(),
  sha256: z.string().regex(/^[0-9a-f]{64}$/i, 'must be 64 hexadecimal digits'),
  contentType: z.literal('application/pdf').default('application/pdf'),
});

export const exportBody = z.strictObject({
  selectedScheduleIds: z.array(z.uuid()).max(5000).optional(),
  format: z.enum(['xlsx', 'csv', 'json', 'pdf']).default('xlsx'),
});

export const emptyBody = z.strictObject({}).optional();

export const pageQuery = z.strictObject({
  limit: z.coerce.number().int().min(1).max(500).default(100),
  cursor: z.string().min(1).max(200).optional(),
});

/** `include=cells` gives the list of schedules all their cells. */
export const scheduleQuery = z.strictObject({ include: z.literal('cells').optional() });

export type CreateJobBody = z.output<typeof createJobBody>;
export type ExportBody = z.output<typeof exportBody>;
export type PageQuery = z.output<typeof pageQuery>;
export type ScheduleQuery = z.output<typeof scheduleQuery>;
