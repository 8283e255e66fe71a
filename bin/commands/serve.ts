import { hasEmbeddedKey } from '#db/api-keys.ts';
import { createApiKey } from '#shared/auth/create-api-key.ts';
import { scopes } from '#shared/context.ts';
import { startSystem, type System } from '../embedded/start-system.ts';
import { leaveSoon } from '../leave-soon.ts';
import { Releasers } from '../releasers.ts';
import { untilInterrupted } from '../until-interrupted.ts';

/** `ledgerlift serve`: API and worker until interrupted. The first start makes a key and prints it, once. */
export async function serve(): Promise<number> {
  const releasers = new Releasers();
  // From the first moment on: a signal that comes during the start ends what it has opened in good order.
  const interrupted = untilInterrupted();
  try {
    const system = await startSystem();
    releasers.push(system.close);
    console.log(`LedgerLift answers at ${system.config.PUBLIC_URL}`);
    console.log(await keyLine(system));
    await interrupted;
    return 0;
  } finally {
    await releasers.releaseAll().finally(leaveSoon);
  }
}

async function keyLine({ services, config }: System): Promise<string> {
  if (config.DATA_ENV === 'production') return 'Production: keys of the embedded mode are refused here.';
  if (await hasEmbeddedKey(services.db)) {
    return `API key  the one printed at the first start (delete ${config.DATA_FOLDER} to begin anew)`;
  }
  const key = await createApiKey(services.db, { tenantId: 'local', userId: 'local', scopes, embedded: true });
  return `API key  ${key}   (shown this once: keep it)`;
}
