import { lockFunds } from '#db/costs.ts';
import type { JobRow } from '#db/jobs.ts';
import type { Services } from '../context.ts';
import { payerOf } from './payer-of.ts';
import { weighQuote, type WeighedQuote } from './weigh-quote.ts';

/** How far the money of a job goes right now, for pages at a rate; nothing is held. Null where the job is in another run or has ended. */
export async function weighJob(
  { db, config }: Services,
  job: JobRow,
  quote: { pages: number; rateCents: number },
): Promise<WeighedQuote | null> {
  const funds = await db.transaction().execute(async (tx) => lockFunds(tx, payerOf(config, job)));
  return funds === undefined ? null : weighQuote(quote, funds);
}
