import { parseArgs } from 'node:util';
import { loadConfig } from '#shared/config.ts';
import { createPreview } from '#shared/previews/create-preview.ts';
import { dropPreview } from '#shared/previews/drop-preview.ts';
import { UsageError } from '../usage-error.ts';

/**
 * `ledgerlift preview create|drop NAME`: a database, a key prefix and a queue prefix for one preview. The settings go
 * to standard output as lines of an environment file, which hold the password of DATABASE_URL.
 */
export async function preview(args: string[]): Promise<number> {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: { context: { type: 'string', default: 'branch-deploy' } },
  });
  const [verb, name, ...more] = positionals;
  const { context } = values;
  if (
    name === undefined ||
    more.length > 0 ||
    (context !== 'branch-deploy' && context !== 'deploy-preview')
  ) {
    throw new UsageError(usage);
  }
  if (verb === 'drop') {
    await dropPreview(loadConfig(), name);
    return 0;
  }
  if (verb !== 'create') throw new UsageError(usage);
  const settings = await createPreview(loadConfig(), name);
  for (const [variable, value] of Object.entries({ DATA_ENV: context, ...settings })) {
    console.log(`${variable}=${value}`);
  }
  return 0;
}

const usage = 'ledgerlift preview create|drop NAME [--context branch-deploy|deploy-preview]';
