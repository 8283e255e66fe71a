import { exitCode } from '../exit-code.ts';
import { parseArgs } from 'node:util';
import { isTenantName } from '#shared/auth/is-tenant-name.ts';
import { issueApiKey } from '#shared/auth/issue-api-key.ts';
import { type Scope, scopes } from '#shared/context.ts';
import { asOperator } from '../as-operator.ts';

const longestName = 100;
const longestUser = 200;

/** `ledgerlift keys create`: prints a new key, once. 64 where what was asked for makes no sense. */
export async function createKey(args: string[]): Promise<number> {
  const { values } = parseArgs({
    args,
    options: {
      tenant: { type: 'string', default: '' },
      user: { type: 'string', default: '' },
      scopes: { type: 'string', default: scopes.join(',') },
      expires: { type: 'string' },
      name: { type: 'string' },
    },
  });
  const fault = faultOf(values);
  if (fault !== null) {
    console.error(fault);
    return exitCode.wrongUse;
  }
  const { name, expires } = values;
  const key = {
    tenantId: values.tenant,
    userId: values.user,
    scopes: values.scopes.split(',') as Scope[],
    ...(name === undefined ? {} : { name }),
    ...(expires === undefined ? {} : { expiresAt: new Date(Date.now() + (millisecondsOf(expires) ?? 0)) }),
  };
  console.log(await asOperator(async (ctx) => issueApiKey(ctx, key)));
  return 0;
}

interface Asked {
  tenant: string;
  user: string;
  scopes: string;
  expires?: string | undefined;
  name?: string | undefined;
}

function faultOf({ tenant, user, scopes: wanted, expires, name }: Asked): string | null {
  if (tenant === '' || user === '') return 'Say whose key it is: --tenant T --user U.';
  if (tenant.startsWith('_'))
    return 'Tenants whose names begin with _ are LedgerLift’s own: choose another name.';
  if (!isTenantName(tenant)) return 'A tenant’s name has up to 200 visible characters and no spaces.';
  if (user.length > longestUser || /\p{Cc}/u.test(user))
    return `A user’s name has up to ${longestUser} characters.`;
  const unknown = wanted.split(',').filter((scope) => !scopes.includes(scope as Scope));
  if (unknown.length > 0) return `There is no scope "${unknown[0]}": choose of ${scopes.join(',')}.`;
  if (expires !== undefined && millisecondsOf(expires) === null)
    return 'Say --expires in hours or days, up to ten years: 12h, 90d.';
  if (name !== undefined && (name === '' || name.length > longestName || /\p{Cc}/u.test(name)))
    return `A key’s name has up to ${longestName} characters.`;
  return null;
}

const units = { h: 3_600_000, d: 86_400_000 };

/** Of a span such as 12h or 90d, up to ten years; null for anything else. */
function millisecondsOf(span: string): number | null {
  const [, count, unit] = /^([1-9]\d{0,4})([hd])$/.exec(span) ?? [];
  if (count === undefined || unit === undefined) return null;
  const milliseconds = Number(count) * units[unit as keyof typeof units];
  return milliseconds <= 3650 * units.d ? milliseconds : null;
}
