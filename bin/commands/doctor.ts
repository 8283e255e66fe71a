import type { Db } from '#db/client.ts';
import { checkInvariants } from '#db/invariants.ts';
import { wallStands } from '#db/wall-stands.ts';
import { loadConfig } from '#shared/config.ts';
import { requireSchema } from '#shared/health/require-database.ts';
import { openServices } from '#shared/open-services.ts';

/** `ledgerlift doctor`: every rule of the ledger with its violations. 1 where there is any, so that a monitor can call it. */
export async function doctor(): Promise<number> {
  const services = await openServices(loadConfig(), 'host');
  try {
    await requireSchema(services);
    const checked = await checkInvariants(services.db);
    for (const { says, violations } of checked) {
      console.log(
        `${violations === 0 ? '✓' : '✗'} ${says}${violations === 0 ? '' : `   ${violations} violations`}`,
      );
    }
    await tellOfWall(services.db);
    const broken = checked.filter(({ violations }) => violations > 0).length;
    console.log(
      broken === 0 ? `All ${checked.length} hold.` : `${broken} of ${checked.length} are violated.`,
    );
    return broken === 0 ? 0 : 1;
  } finally {
    await services.close();
  }
}

/** Not a rule of the ledger, and no reason to end with 1: some operators are given no way to make a role. */
async function tellOfWall(db: Db): Promise<void> {
  console.log(
    (await wallStands(db))
      ? '✓ row-level security stands behind the queries'
      : '! row-level security is missing: tenants are kept apart by the queries alone. Let somebody who may do so run ' +
          '`create role ledgerlift_tenant nologin; grant ledgerlift_tenant to <the user of DATABASE_URL>`, then run ' +
          '`ledgerlift migrate` as the owner of the tables.',
  );
}
