import { z } from 'zod';
import type { ExportView } from '#shared/exports/get-export.ts';
import type { RequestedExport } from '#shared/exports/request-export.ts';
import type { PageDetail } from '#shared/pages/get-page.ts';
import type { PageView } from '#shared/pages/page-view.ts';
import { scheduleForm } from '#shared/schedules/export-form.ts';
import type { ScheduleHead } from '#shared/schedules/schedule-head.ts';
import type { ReviewedSchedule } from '#shared/schedules/reviewed-schedule.ts';
import type { MadeEdit } from '#shared/review/edit.ts';
import { editForm } from '../review-requests.ts';
import { atoms } from './atoms.ts';

const { id, count, ordinal, cents, failure, probability } = atoms;

const pageForm = z
  .strictObject({
    page: ordinal,
    status: z.enum(['DONE', 'FAILED', 'SKIPPED']),
    source: z.enum(['text-layer', 'ocr', 'blank']).describe('Where its words come from.'),
    triage: z
      .enum(['text-layer', 'image', 'mixed', 'garbage', 'blank'])
      .nullable()
      .describe('What kind of page it is; null where it could not be looked at.'),
    costCents: cents,
    errorCode: z
      .string()
      .nullable()
      .describe('Why it could not be read; of a mixed page that is DONE, why its pictures could not.'),
    meanConfidence: probability.nullable().describe('Mean of its words; null without words.'),
    readMs: count,
  })
  .describe('A page and what became of it.') satisfies z.ZodType<PageView>;

const picture = atoms.presigned.extend({
  widthPoints: z.number().positive().describe('Size of the page as displayed.'),
  heightPoints: z.number().positive(),
});

const pageDetailForm = pageForm
  .extend({ jobId: id, picture: picture.nullable().describe('A grey PNG; null where none was drawn.') })
  .describe('A page with its picture.') satisfies z.ZodType<PageDetail>;

const pageListForm = z
  .strictObject({ jobId: id, pageCount: count.nullable(), pages: z.array(pageForm) })
  .describe('The pages that are read, in order.');

const { kind, name, pages, confidence, parts, proof, doubts, ties } = scheduleForm.shape;

const fields = {
  id,
  name,
  confidence: confidence.describe('How probably it is one schedule, rightly cut.'),
  rowCount: count,
  colCount: count,
  ordinal,
  kind,
  pages,
  revision: count,
};

const scheduleHeadForm = z
  .strictObject({
    ...fields,
    parts,
    proof: proof.pick({ state: true, sentence: true, coveredCells: true, amountCells: true, repairs: true }),
    doubtCount: count.nullable(),
    doubts: doubts
      .nullable()
      .describe('What a person should look at; null where it was read before doubts were told.'),
    ties,
    editCount: count.describe('Edits of persons that stand.'),
  })
  .describe('A schedule without its cells.') satisfies z.ZodType<ScheduleHead>;

const madeEditForm = z
  .strictObject({
    edit: editForm,
    revision: count.describe('Of the schedule, after it.'),
    by: z.string().nullable().describe('As the audit trail names them; null once that user is erased.'),
    at: atoms.time,
  })
  .describe('An edit that was made.') satisfies z.ZodType<MadeEdit>;

const scheduleViewForm = scheduleForm
  .extend({
    ...fields,
    jobId: id,
    schemaVersion: z.int().min(1),
    doubtCount: count,
    edits: z.array(madeEditForm).describe('The edits of persons that stand, in the order of time.'),
  })
  .describe(
    'A schedule with every cell. Boxes are PDF points as the page is displayed, origin top-left; an amount is minor / 10^scale; rows and columns count from 0.',
  ) satisfies z.ZodType<ReviewedSchedule>;

const scheduleListForm = z
  .strictObject({
    jobId: id,
    schemaVersion: z.int().min(1),
    schedules: z.array(z.union([scheduleHeadForm, scheduleViewForm])),
  })
  .describe('The schedules of a job in the order of its pages; with `include=cells` each with its cells.');

const formatForm = z.enum(['xlsx', 'csv', 'json', 'pdf']);
const statusForm = z.enum(['QUEUED', 'COMPLETED', 'FAILED']);

const requestedExportForm = z
  .strictObject({
    exportId: id,
    jobId: id,
    status: statusForm,
    format: formatForm,
    selectedScheduleIds: z.array(id),
  })
  .describe('An export that was ordered.') satisfies z.ZodType<RequestedExport>;

const exportForm = z
  .strictObject({
    exportId: id,
    jobId: id,
    status: statusForm,
    format: formatForm,
    bytes: count.nullable(),
    sha256: atoms.sha256.nullable(),
    error: failure.nullable(),
    download: atoms.presigned.nullable().describe('Where to GET the file; null until it is there.'),
  })
  .describe('How an export stands.') satisfies z.ZodType<ExportView>;

export const scheduleForms = {
  Page: pageForm,
  PageDetail: pageDetailForm,
  PageList: pageListForm,
  ScheduleHead: scheduleHeadForm,
  Schedule: scheduleViewForm,
  ScheduleList: scheduleListForm,
  RequestedExport: requestedExportForm,
  Export: exportForm,
};
