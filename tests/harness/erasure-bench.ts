import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import { expect } from 'vitest';
import { findManifest, type ManifestRow } from '#db/deletions.ts';
import { getDeletion } from '#shared/deletion/get-deletion.ts';
import { requestDeletion } from '#shared/deletion/request-deletion.ts';
import { verifyCertificate } from '#shared/deletion/verify-certificate.ts';
import { createJob } from '#shared/jobs/create-job.ts';
import type { ObjectStore } from '#shared/store/object-store.ts';
import { startS3Double, type S3Double } from '#tests/doubles/s3-double.ts';
import { startWorkerBench, type WorkerBench } from './worker-bench.ts';
import { processErase } from '#worker/processors/process-erase.ts';

/** Erasures by the worker's own processor, on a bucket whose every request is watched. */
export interface ErasureBench {
  double: S3Double;
  bench: WorkerBench;
  /** Asked before each request, as `S3Double.fault` is, which belongs to the watch here. */
  fault: S3Double['fault'];
  /** A job whose deletion was asked for, and whose upload address has expired. */
  deleting(): Promise<Erasing>;
  /** One try of the worker; the code it failed with, or null. `store`: another door to the bucket. */
  attempt(jobId: string, store?: ObjectStore): Promise<string | null>;
  manifest(jobId: string): Promise<ManifestRow>;
  /** The end that is right: COMPLETED, certified, so many objects, no row and nothing under the prefix. */
  expectErased(job: Erasing, objects: number): Promise<void>;
  /** Moments at which a job's rows were gone and objects of it were there. */
  violations: string[];
  close(): Promise<void>;
}

export interface Erasing {
  jobId: string;
  /** Where its objects lie in the bucket. */
  prefix: string;
}

export async function startErasureBench(
  options: Parameters<typeof startS3Double>[0] = {},
): Promise<ErasureBench> {
  const double = await startS3Double(options);
  const bench = await startWorkerBench(s3Environment(double));
  const watched: Erasing[] = [];
  const violations: string[] = [];
  const watch = async (moment: string): Promise<void> => {
    for (const { jobId, prefix } of watched) {
      if (!holds(double, prefix)) continue;
      const row = await bench.ctx.db
        .selectFrom('jobs')
        .select('id')
        .where('id', '=', jobId)
        .executeTakeFirst();
      // Looked at again: what an erasure beside this has deleted meanwhile was no violation.
      if (row === undefined && holds(double, prefix)) violations.push(`${moment}: ${jobId}`);
    }
  };
  const manifest = async (jobId: string): Promise<ManifestRow> => {
    const found = await findManifest(bench.ctx.db, jobId);
    if (found === undefined) throw new Error('there is no manifest');
    return found;
  };
  const erasures: ErasureBench = {
    double,
    bench,
    fault: () => null,
    manifest,
    violations,
    deleting: async () => {
      const announced = {
        filename: 'a.pdf',
        bytes: 10,
        sha256: 'a'.repeat(64),
        contentType: 'application/pdf' as const,
      };
      const { jobId } = await createJob(bench.user, announced);
      await requestDeletion(bench.user, jobId);
      await sql`update deletion_manifests set uploads_expire_at = now() where job_id = ${jobId}`.execute(
        bench.ctx.db,
      );
      const job = { jobId, prefix: (await manifest(jobId)).object_prefix };
      watched.push(job);
      return job;
    },
    attempt: async (jobId, store = bench.ctx.store) => {
      const failure = await attempt({ ...bench.ctx, store }, jobId);
      await watch(`after ${failure ?? 'success'}`);
      return failure;
    },
    expectErased: async ({ jobId, prefix }, objects) => {
      const view = await getDeletion(bench.user, jobId);
      expect(view).toMatchObject({
        status: 'COMPLETED',
        error: null,
        objectsDeleted: objects,
        rowsDeleted: 1,
      });
      expect(view.certificate?.objects).toBe(objects);
      expect(verifyCertificate(view).fault).toBeNull();
      expect(holds(double, prefix)).toBe(false);
      await expect(bench.job(jobId)).rejects.toThrow('gone');
      expect(violations).toEqual([]);
    },
    close: async () => {
      await bench.close();
      await double.close();
    },
  };
  double.fault = async (request) => {
    await watch(request.operation);
    return erasures.fault(request);
  };
  return erasures;
}

async function attempt(ctx: WorkerBench['ctx'], jobId: string): Promise<string | null> {
  const payload = { jobId, traceId: randomUUID() };
  const signal = new AbortController().signal;
  try {
    await processErase(ctx, { payload, starts: 1, stalls: 0, lastAttempt: true, signal });
    return null;
  } catch (error) {
    return error instanceof Error && 'code' in error ? String(error.code) : String(error);
  }
}

function holds({ bucket }: S3Double, prefix: string): boolean {
  return [...bucket.entries, ...bucket.uploads].some(({ key }) => key.startsWith(prefix));
}

function s3Environment({ settings }: S3Double): Record<string, string> {
  return {
    S3_BUCKET: settings.bucket,
    S3_ENDPOINT: settings.endpoint ?? '',
    S3_FORCE_PATH_STYLE: 'true',
    S3_ACCESS_KEY_ID: settings.accessKeyId ?? '',
    S3_SECRET_ACCESS_KEY: settings.secretAccessKey ?? '',
    S3_MAX_ATTEMPTS: '2',
    FEATURES_T3_COSTS: 'false',
  };
}
