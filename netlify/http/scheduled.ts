import type { Ctx, SystemActor } from '#shared/context.ts';
import { newTraceId } from '#shared/trace.ts';
import { servicesOfInstance } from './services.ts';

/**
 * A function that the platform's clock calls. It answers nothing to a caller and reads nothing of the request, so
 * that calling it from outside could do no more than the clock does.
 */
export function scheduled(
  name: SystemActor['name'],
  work: (ctx: Ctx) => Promise<object>,
): () => Promise<Response> {
  return async () => {
    const services = await servicesOfInstance();
    const ctx: Ctx = { ...services, actor: { kind: 'system', name }, traceId: newTraceId() };
    try {
      const outcome = await work(ctx);
      ctx.log.info({ ...outcome, traceId: ctx.traceId }, `${name} done`);
      return new Response(null, { status: 204 });
    } finally {
      await services.trail.beforeAnswer();
    }
  };
}
