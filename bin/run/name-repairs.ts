import { nameFigure } from '#shared/proofs/name-figure.ts';
import type { ScheduleHead } from '#shared/schedules/schedule-head.ts';
import type { ApiClient } from '../api-client.ts';

/** The readings that are proposed for broken sums, by the ordinal of their schedule: "Computers, Additions 57,830 → 57,880". */
export async function nameRepairs(
  client: ApiClient,
  jobId: string,
  schedules: readonly ScheduleHead[],
): Promise<Map<number, string[]>> {
  const named = new Map<number, string[]>();
  for (const { ordinal, proof } of schedules) {
    const repairs = proof.repairs ?? [];
    if (repairs.length === 0) continue;
    // The list has no cells, and so no names for them.
    const schedule = await client.schedule(jobId, ordinal);
    named.set(
      ordinal,
      repairs.map((repair) => `${nameFigure(schedule, repair)} ${repair.raw} → ${repair.reading}`),
    );
  }
  return named;
}
