import { checkInvariants } from '#db/invariants.ts';
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
    const broken = checked.filter(({ violations }) => violations > 0).length;
    console.log(
      broken === 0 ? `All ${checked.length} hold.` : `${broken} of ${checked.length} are violated.`,
    );
    return broken === 0 ? 0 : 1;
  } finally {
    await services.close();
  }
}
