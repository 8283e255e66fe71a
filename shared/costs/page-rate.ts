import type { JobRow } from '#db/jobs.ts';
import type { Config } from '../config.ts';

/** Cents for a recognised page: as the job was quoted, else as the settings say now. */
export function pageRate(config: Config, job: Pick<JobRow, 'quoted_at' | 'rate_cents'>): number {
  if (!config.FEATURES_T3_COSTS) return 0;
  return job.quoted_at === null ? config.COST_PER_PAGE_CENTS : job.rate_cents;
}
