import { parseArgs } from 'node:util';
import { deleteExpiredEmbeddedKeys, hasEmbeddedKey } from '#db/api-keys.ts';
import { createApiKey } from '#shared/auth/create-api-key.ts';
import { scopes } from '#shared/context.ts';
import { startSystem, type System } from '../embedded/start-system.ts';
import { leaveSoon } from '../leave-soon.ts';
import { Releasers } from '../releasers.ts';
import { untilInterrupted } from '../until-interrupted.ts';

/** A working day: whoever needs it longer starts again or signs in with a key. */
const pageKeyHours = 12;

/**
 * `ledgerlift serve`: pages, API and worker until interrupted. The first start makes a key and prints it, once; every
 * start prints an address of the pages that is signed in.
 */
export async function serve(args: string[]): Promise<number> {
  const { values } = parseArgs({ args, options: { 'no-site': { type: 'boolean', default: false } } });
  const withSite = !values['no-site'];
  const releasers = new Releasers();
  // From the first moment on: a signal that comes during the start ends what it has opened in good order.
  const interrupted = untilInterrupted();
  try {
    const system = await startSystem({ withSite });
    releasers.push(system.close);
    console.log(`LedgerLift answers at ${system.config.PUBLIC_URL}`);
    if (withSite) console.log(await pageLine(system));
    console.log(await keyLine(system));
    await interrupted;
    return 0;
  } finally {
    await releasers.releaseAll().finally(leaveSoon);
  }
}

/**
 * The key goes behind the #: browsers keep that part of an address to themselves, and the page takes it out of sight at
 * once. Since only hashes of keys are stored, each start needs one of its own.
 */
async function pageLine({ services, config }: System): Promise<string> {
  const home = `${config.PUBLIC_URL.replace(/\/+$/, '')}/`;
  if (config.DATA_ENV === 'production') return `Open     ${home}`;
  await deleteExpiredEmbeddedKeys(services.db);
  const key = await createApiKey(services.db, {
    tenantId: 'local',
    userId: 'local',
    scopes,
    embedded: true,
    name: 'npm start',
    expiresAt: new Date(Date.now() + pageKeyHours * 3600 * 1000),
  });
  return `Open     ${home}#key=${key}   (signed in, for ${pageKeyHours} hours)`;
}

async function keyLine({ services, config }: System): Promise<string> {
  if (config.DATA_ENV === 'production') return 'Production: keys of the embedded mode are refused here.';
  if (await hasEmbeddedKey(services.db)) {
    return `API key  the one printed at the first start (delete ${config.DATA_FOLDER} to begin anew)`;
  }
  const key = await createApiKey(services.db, { tenantId: 'local', userId: 'local', scopes, embedded: true });
  return `API key  ${key}   (shown this once: keep it)`;
}
