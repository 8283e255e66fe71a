import { z } from 'zod';
import type { QuoteView } from '#shared/costs/request-quote.ts';
import type { CreatedJob } from '#shared/jobs/create-job.ts';
import type { JobDetail } from '#shared/jobs/get-job.ts';
import type { JobView } from '#shared/jobs/job-view.ts';
import { atoms } from './atoms.ts';

const { id, time, count, cents, failure } = atoms;

const jobForm = z
  .strictObject({
    jobId: id,
    status: z
      .enum(['AWAITING_UPLOAD', 'QUEUED', 'PROCESSING', 'COMPLETED', 'FAILED', 'CANCELLED', 'DELETING'])
      .describe('COMPLETED, FAILED and CANCELLED are ends; a retry leaves them.'),
    filename: z.string(),
    bytes: z.int().min(1),
    sha256: atoms.sha256.describe('As announced.'),
    traceId: atoms.traceId,
    schemaVersion: z.int().min(1).describe('The shape of its schedules.'),
    run: z.int().min(1).describe('From 1; each retry begins the next.'),
    cancellationRequested: z.boolean(),
    legalHold: z.boolean().describe('It has to be kept: no deletion is taken.'),
    selectedScheduleIds: z.array(id).nullable().describe('What was chosen for export last.'),
    pages: z.strictObject({
      count: count.nullable().describe('null until the file was opened.'),
      chosen: z.string().nullable().describe('"2-9,12"; null for all.'),
      done: count,
      failed: count,
      skipped: count.describe('Beyond the money, or not chosen.'),
      notChosen: count,
      toRead: count.describe('Those that this run has to recognise.'),
    }),
    cost: z.strictObject({ quotedCents: cents, reservedCents: cents, spentCents: cents, capCents: cents }),
    error: failure.nullable().describe('Why it FAILED: a code of the table of errors.'),
    notice: failure.nullable().describe('Why a job that went on is not whole.'),
    createdAt: time,
    startedAt: time.nullable(),
    finishedAt: time.nullable(),
  })
  .describe('A job.') satisfies z.ZodType<JobView>;

const jobDetailForm = jobForm
  .extend({
    pages: jobForm.shape.pages.extend({
      triage: z
        .strictObject({ 'text-layer': count, image: count, mixed: count, garbage: count, blank: count })
        .describe('Of the pages that are stored, how many are of which kind.'),
    }),
  })
  .describe('A job with the kinds of its pages.') satisfies z.ZodType<JobDetail>;

const createdJobForm = jobForm
  .extend({
    upload: atoms.presigned
      .nullable()
      .describe('null only in an answer that is repeated once the job has begun or ended.'),
  })
  .describe('A job and where to PUT its file.') satisfies z.ZodType<
  JobView & { upload: CreatedJob['upload'] | null }
>;

const jobListForm = z
  .strictObject({ jobs: z.array(jobForm), nextCursor: atoms.cursor })
  .describe('A page of jobs, newest first.');

const quoteForm = z
  .strictObject({
    jobId: id,
    status: z.enum(['PENDING', 'QUOTED']).describe('PENDING until a worker has looked at the pages.'),
    pages: count.nullable(),
    pagesToRead: count.nullable().describe('Those that have to be recognised, and cost.'),
    rateCents: cents.nullable(),
    quotedCents: cents.nullable(),
    capCents: cents,
  })
  .describe('What a job will cost.') satisfies z.ZodType<QuoteView>;

export const jobForms = {
  Job: jobForm,
  JobDetail: jobDetailForm,
  CreatedJob: createdJobForm,
  JobList: jobListForm,
  Quote: quoteForm,
};
