import { loadConfig } from '#shared/config.ts';
import { openServices } from '#shared/open-services.ts';
import { consumeAudit } from '#worker/audit/consume-audit.ts';

/** The worker's consumer of the audit stream alone, in a process of its own that tests may kill. */
const services = await openServices(loadConfig(), 'worker');
const consumer = consumeAudit(services, { claimIdleMs: Number(process.argv[2]) });
process.once('SIGTERM', () => {
  void consumer?.stop().then(async () => services.close());
});
