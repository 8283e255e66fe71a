import { expectTypeOf, test } from 'vitest';
import type { AuditEventView } from '#shared/audit/event-view.ts';
import type { TrailPage } from '#shared/audit/list-events.ts';
import type { SignInOffer } from '#shared/auth/sign-in-offer.ts';
import type { getJobCost } from '#shared/costs/get-job-cost.ts';
import type { UserCostView } from '#shared/costs/get-user-cost.ts';
import type { DeletionCertificate } from '#shared/deletion/certificate.ts';
import type { ManifestView } from '#shared/deletion/manifest-view.ts';
import type { ExportView } from '#shared/exports/get-export.ts';
import type { RequestedExport } from '#shared/exports/request-export.ts';
import type { CreatedJob } from '#shared/jobs/create-job.ts';
import type { JobView } from '#shared/jobs/job-view.ts';
import type { listJobs } from '#shared/jobs/list-jobs.ts';
import type { ScheduleHead } from '#shared/schedules/schedule-head.ts';
import type * as wire from '#web/shell/wire.ts';

/** What the pages read has to be in what the API answers; the compiler says so, `npm run types` is the test. */
test('the pages read nothing that the API does not answer', () => {
  expectTypeOf<JobView>().toExtend<wire.Job>();
  expectTypeOf<wire.Job['status']>().toEqualTypeOf<JobView['status']>();
  expectTypeOf<Awaited<ReturnType<typeof listJobs>>>().toExtend<wire.JobListPage>();
  expectTypeOf<CreatedJob>().toExtend<wire.CreatedJob>();
  expectTypeOf<ScheduleHead>().toExtend<wire.ScheduleHead>();
  expectTypeOf<ExportView>().toExtend<wire.Export>();
  expectTypeOf<RequestedExport>().toExtend<wire.OrderedExport>();
  expectTypeOf<AuditEventView>().toExtend<wire.AuditEvent>();
  expectTypeOf<TrailPage>().toExtend<wire.AuditListPage>();
  expectTypeOf<ManifestView>().toExtend<wire.Deletion>();
  expectTypeOf<DeletionCertificate>().toExtend<wire.Certificate>();
  expectTypeOf<UserCostView>().toExtend<wire.UserCost>();
  expectTypeOf<SignInOffer>().toExtend<wire.SignInOffer>();
  expectTypeOf<Awaited<ReturnType<typeof getJobCost>>>().toExtend<wire.JobCost>();
});
