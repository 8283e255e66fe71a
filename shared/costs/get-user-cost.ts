import { sumUserCost } from '#db/costs.ts';
import type { UserCtx } from '../context.ts';

/** In the seed's words; cents and pages of erased jobs are in it. */
export interface UserCostView {
  user_id: string;
  total_cost_cents: number;
  /** Pages that were recognised and charged. */
  total_pages: number;
  total_jobs: number;
  /** Held for pages that jobs at work have still to read. */
  reserved_cents: number;
  /** Null where there is no bound. */
  budget_cents: number | null;
}

/** What the caller's jobs have cost so far. */
export async function getUserCost(ctx: UserCtx): Promise<UserCostView> {
  const cost = await sumUserCost(ctx.db, ctx.actor);
  return {
    user_id: ctx.actor.userId,
    total_cost_cents: cost.spentCents,
    total_pages: cost.pages,
    total_jobs: cost.jobs,
    reserved_cents: cost.reservedCents,
    budget_cents: ctx.config.USER_BUDGET_CENTS ?? null,
  };
}
