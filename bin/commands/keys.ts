import { parseArgs } from 'node:util';
import { createApiKey } from '#shared/auth/create-api-key.ts';
import { loadConfig } from '#shared/config.ts';
import { type Scope, scopes } from '#shared/context.ts';
import { openServices } from '#shared/open-services.ts';
import { exitCode } from '../exit-code.ts';

/** `ledgerlift keys create --tenant T --user U [--scopes a,b]`: prints a new API key of DATABASE_URL, once. */
export async function keys(args: string[]): Promise<number> {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: { tenant: { type: 'string' }, user: { type: 'string' }, scopes: { type: 'string' } },
  });
  const wanted = values.scopes === undefined ? [...scopes] : values.scopes.split(',');
  const unknown = wanted.filter((scope) => !scopes.includes(scope as Scope));
  if (
    positionals[0] !== 'create' ||
    values.tenant === undefined ||
    values.user === undefined ||
    unknown.length > 0
  ) {
    console.error(`ledgerlift keys create --tenant T --user U [--scopes ${scopes.join(',')}]`);
    return exitCode.wrongUse;
  }
  if (values.tenant.startsWith('_')) {
    console.error('Tenants whose names begin with _ are LedgerLift’s own: choose another name.');
    return exitCode.wrongUse;
  }
  const services = await openServices(loadConfig(), 'host');
  try {
    const key = { tenantId: values.tenant, userId: values.user, scopes: wanted as Scope[], embedded: false };
    console.log(await createApiKey(services.db, key));
    return 0;
  } finally {
    await services.close();
  }
}
