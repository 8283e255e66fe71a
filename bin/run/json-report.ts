import type { Lifted } from './lift-file.ts';

interface Ended {
  lifted: Lifted;
  exitCode: number;
}

/** What `--json` prints: all that became of every file, in the order they were named. */
export function jsonReport(files: readonly Ended[], exitCode: number): string {
  const document = { format: 'ledgerlift-run', version: 1, exitCode, files: files.map(fileOf) };
  return JSON.stringify(document, null, 2);
}

function fileOf({ lifted, exitCode }: Ended): object {
  const { path, job, schedules, exported, repairs, written, error } = lifted;
  return {
    file: path,
    exitCode,
    error,
    written,
    job:
      job === null ? null : { jobId: job.jobId, status: job.status, sha256: job.sha256, notice: job.notice },
    pages: job?.pages ?? null,
    cost: job?.cost ?? null,
    schedules: (schedules ?? []).map((schedule) => {
      const { ordinal, id, name, kind, pages, rowCount, colCount, confidence, proof, doubtCount } = schedule;
      const head = { ordinal, id, name, kind, pages, rowCount, colCount, confidence };
      const proposals = repairs.get(ordinal) ?? [];
      const ties = schedule.ties ?? [];
      return { ...head, exported: exported.includes(ordinal), proof, proposals, doubtCount, ties };
    }),
  };
}
