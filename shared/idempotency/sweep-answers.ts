import { forgetOldAnswers } from '#db/kept-answers.ts';
import type { Ctx } from '../context.ts';

/** In one go: a sweep ends within a function's life, and the next one comes in a minute. */
const answersAtOnce = 5000;

/** Forgets answers to requests with an Idempotency-Key that are a day old. */
export async function sweepAnswers(ctx: Ctx): Promise<{ answersForgotten: number }> {
  return { answersForgotten: await forgetOldAnswers(ctx.db, answersAtOnce) };
}
