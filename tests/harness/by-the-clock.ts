import type { Context } from '@netlify/functions';
import type { FunctionHandler } from '#netlify/host/load-functions.ts';

/** Calls a scheduled function as the local host's clock does. */
export async function byTheClock(handler: FunctionHandler): Promise<Response> {
  return handler(new Request('http://localhost/'), { deploy: { context: 'dev' } } as Context);
}
