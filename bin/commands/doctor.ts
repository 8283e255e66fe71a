import type { Db } from '#db/client.ts';
import { checkInvariants } from '#db/invariants.ts';
import { wallStands } from '#db/wall-stands.ts';
import { asOperator } from '../as-operator.ts';

/** `ledgerlift doctor`: every rule of the ledger with its violations. 1 where there is any, so that a monitor can call it. */
export async function doctor(): Promise<number> {
  return asOperator(async ({ db }) => {
    const checked = await checkInvariants(db);
    for (const { says, violations } of checked) {
      console.log(
        `${violations === 0 ? '✓' : '✗'} ${says}${violations === 0 ? '' : `   ${violations} violations`}`,
      );
    }
    await tellOfWall(db);
    const broken = checked.filter(({ violations }) => violations > 0).length;
    console.log(
      broken === 0 ? `All ${checked.length} hold.` : `${broken} of ${checked.length} are violated.`,
    );
    return broken === 0 ? 0 : 1;
  });
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
