import { exitCode } from '../exit-code.ts';
import { parseArgs } from 'node:util';
import { revokeApiKey } from '#shared/auth/revoke-api-key.ts';
import { asOperator } from '../as-operator.ts';

/** `ledgerlift keys revoke ID`: the key opens nothing from now on. 1 where no key has the id. */
export async function revokeKey(args: string[]): Promise<number> {
  const { positionals } = parseArgs({ args, allowPositionals: true });
  const [keyId, ...rest] = positionals;
  if (keyId === undefined || rest.length > 0) {
    console.error('ledgerlift keys revoke ID   (the id stands in `ledgerlift keys list`)');
    return exitCode.wrongUse;
  }
  const revoked = await asOperator(async (ctx) => revokeApiKey(ctx, keyId));
  console.log(revoked ? `The key ${keyId} is revoked.` : `The key ${keyId} was revoked before.`);
  return 0;
}
