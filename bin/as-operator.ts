import { loadConfig } from '#shared/config.ts';
import type { Ctx } from '#shared/context.ts';
import { requireSchema } from '#shared/health/require-database.ts';
import { openServices } from '#shared/open-services.ts';
import { newTraceId } from '#shared/trace.ts';

/** Does `work` on the services of the environment, as who runs them, and closes them. Throws what it throws. */
export async function asOperator<T>(work: (ctx: Ctx) => Promise<T>): Promise<T> {
  const services = await openServices(loadConfig(), 'host');
  try {
    await requireSchema(services);
    return await work({ ...services, actor: { kind: 'system', name: 'operator' }, traceId: newTraceId() });
  } finally {
    await services.close();
  }
}
