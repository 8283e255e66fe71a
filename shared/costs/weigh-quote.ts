import type { Funds } from '#db/costs.ts';

export interface Quote {
  /** Pages that have to be recognised. */
  pages: number;
  rateCents: number;
}

/** How far the money goes. */
export interface WeighedQuote extends Quote {
  quotedCents: number;
  pagesThatFit: number;
  /** What bounds it: the job's cap before its user's budget, where both do alike; null where all pages fit. */
  bound: 'job-cost-cap' | 'user-budget' | null;
}

/** How many pages of a quote the funds reach for. Nothing is always free. */
export function weighQuote({ pages, rateCents }: Quote, { jobCents, userCents }: Funds): WeighedQuote {
  const reach = (cents: number): number =>
    rateCents === 0 ? pages : Math.min(pages, Math.floor(cents / rateCents));
  const ofJob = reach(jobCents);
  const ofUser = userCents === null ? pages : reach(userCents);
  const pagesThatFit = Math.min(ofJob, ofUser);
  const by = ofJob <= ofUser ? 'job-cost-cap' : 'user-budget';
  return {
    pages,
    rateCents,
    quotedCents: pages * rateCents,
    pagesThatFit,
    bound: pagesThatFit < pages ? by : null,
  };
}
