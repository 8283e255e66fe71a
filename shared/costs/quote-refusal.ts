import type { Config } from '../config.ts';
import type { JobRow } from '#db/jobs.ts';
import { AppError } from '../errors.ts';
import type { WeighedQuote } from './weigh-quote.ts';

type Capped = Pick<JobRow, 'cap_cents' | 'asked_cap_cents'>;

/** Why a quote is refused, with its figures and the ways out: `job-cost-cap` or `user-budget`. */
export function quoteRefusal(quote: WeighedQuote, job: Capped, config: Config): AppError {
  const { pages, pagesThatFit, quotedCents } = quote;
  const wanted = `${pages} pages have to be recognised for ${quotedCents} cents`;
  if (quote.bound === 'user-budget') {
    const budgetCents = config.USER_BUDGET_CENTS ?? 0;
    const detail = `${wanted}, and what is left of the user's budget of ${budgetCents} cents is enough for ${pagesThatFit}. Raise USER_BUDGET_CENTS, wait for jobs at work to give back what they do not need, or set CAP_POLICY=partial.`;
    return new AppError('user-budget', detail, { facts: { quotedCents, budgetCents, pages, pagesThatFit } });
  }
  const { cap_cents: capCents, asked_cap_cents: asked } = job;
  const raise = capCents === asked ? 'Ask for a higher cap' : 'Raise MAX_JOB_COST_CENTS';
  const detail = `${wanted}, the cap is ${capCents} cents; ${pagesThatFit} of them would fit. ${raise}, choose fewer pages, or set CAP_POLICY=partial.`;
  return new AppError('job-cost-cap', detail, { facts: { quotedCents, capCents, pages, pagesThatFit } });
}
