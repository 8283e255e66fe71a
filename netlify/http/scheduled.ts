import type { Context } from '@netlify/functions';
import type { Ctx, SystemActor } from '#shared/context.ts';
import { newTraceId } from '#shared/trace.ts';
import { requireOwnDeploy } from './require-own-deploy.ts';
import { servicesOfInstance } from './services.ts';

/**
 * A function that the platform's clock calls. It answers nothing to a caller and reads nothing of the request, so
 * that calling it from outside could do no more than the clock does. Throws `wrong-environment` in a deploy that was given
 * the data of another context.
 */
export function scheduled(
  name: SystemActor['name'],
  work: (ctx: Ctx) => Promise<object>,
): (request: Request, context: Context) => Promise<Response> {
  return async (_, context) => {
    const services = await servicesOfInstance();
    // The clock runs on the published deploy only, and is no request that the edge has told of it.
    requireOwnDeploy(services.config, context, 'production');
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
