import type { Context } from '@netlify/functions';
import type { Config } from '#shared/config.ts';
import { AppError } from '#shared/errors.ts';

/**
 * Refuses a deploy that was given the data of another context, reads included: a preview must neither change nor show
 * what production keeps, and production must not fill a preview's database. The platform says which deploy this is,
 * DATA_ENV whose data it was given; they have to be the same word. A request of which it is not told comes from a
 * `netlify dev`; `whereUntold` says otherwise. Throws `wrong-environment` before anything connects.
 */
export function requireOwnDeploy(
  config: Pick<Config, 'DATA_ENV'>,
  context: DeployedAs,
  whereUntold: Config['DATA_ENV'] = 'dev',
): void {
  const told = context.deploy?.context ?? '';
  const deployed = told === '' ? whereUntold : told;
  if (deployed === config.DATA_ENV) return;
  throw new AppError(
    'wrong-environment',
    `This deploy is of the context ${deployed}, and its settings are those of ${config.DATA_ENV}. Give the context its own settings (\`netlify env:set DATA_ENV ${deployed} --context ${deployed}\`, and a database of its own; docs/deploy.md) and deploy again.`,
  );
}

/** The platform reads it from a header of its edge; without one it is empty. */
interface DeployedAs {
  deploy?: Pick<Context['deploy'], 'context'>;
}
