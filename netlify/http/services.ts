import { loadConfig } from '#shared/config.ts';
import type { Services } from '#shared/context.ts';
import { openServices } from '#shared/open-services.ts';

/**
 * What a warm function instance keeps between requests: opened at its first request, from its environment. The local
 * host puts its own in place instead, so that one process runs on one set of services.
 */
const instance: { services?: Promise<Services> } = {};

export async function servicesOfInstance(): Promise<Services> {
  instance.services ??= openServices(loadConfig(), 'function').catch((error: unknown) => {
    // A start that failed must not be remembered: the next request tries again.
    delete instance.services;
    throw error;
  });
  return instance.services;
}

export function provideServices(services: Services): void {
  instance.services = Promise.resolve(services);
}
