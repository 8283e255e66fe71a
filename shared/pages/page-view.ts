import type { PageHead } from '#db/pages.ts';

/** A page as the API shows it. */
export interface PageView {
  /** From 1. */
  page: number;
  status: PageHead['status'];
  /** Where its words come from. */
  source: PageHead['source'];
  /** What kind of page it is; null where it could not be looked at. */
  triage: PageHead['triage'];
  costCents: number;
  /** Why it could not be read; of a mixed page that is DONE, why its pictures could not. */
  errorCode: string | null;
  /** Mean of its words, 0..1; null without words. */
  meanConfidence: number | null;
  readMs: number;
}

/** The one place where rows of pages become what callers see of them. */
export function pageView(row: PageHead): PageView {
  return {
    page: row.page_no,
    status: row.status,
    source: row.source,
    triage: row.triage,
    costCents: row.cost_cents,
    errorCode: row.error_code,
    meanConfidence: row.mean_confidence,
    readMs: row.read_ms,
  };
}
