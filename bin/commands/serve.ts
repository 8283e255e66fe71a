import { hasEmbeddedKey } from '#db/api-keys.ts';
import { createApiKey } from '#shared/auth/create-api-key.ts';
import { scopes } from '#shared/context.ts';
import { startSystem, type System } from '../embedded/start-system.ts';
import { untilInterrupted } from '../until-interrupted.ts';

/** `ledgerlift serve`: API and worker until interrupted. The first start makes a key and prints it, once. */
export async function serve(): Promise<number> {
  const system = await startSystem();
  try {
    console.log(`LedgerLift answers at ${system.config.PUBLIC_URL}`);
    console.log(await keyLine(system));
    await untilInterrupted();
    return 0;
  } finally {
    await system.close();
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
