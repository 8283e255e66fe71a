import { exitCode } from '../exit-code.ts';
import { createKey } from '../keys/create-key.ts';
import { listKeys } from '../keys/list-keys.ts';
import { revokeKey } from '../keys/revoke-key.ts';

const usage = `ledgerlift keys create --tenant T --user U [--scopes a,b] [--expires 90d] [--name "what it is for"]
ledgerlift keys list [--tenant T] [--json]
ledgerlift keys revoke ID`;

/** `ledgerlift keys create | list | revoke`: looks after the API keys of DATABASE_URL. */
export async function keys([action = '', ...args]: string[]): Promise<number> {
  switch (action) {
    case 'create':
      return createKey(args);
    case 'list':
      return listKeys(args);
    case 'revoke':
      return revokeKey(args);
    default:
      console.error(usage);
      return exitCode.wrongUse;
  }
}
