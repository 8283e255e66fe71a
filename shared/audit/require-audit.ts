import type { Config } from '../config.ts';
import { AppError } from '../errors.ts';

/** Throws `not-found` while FEATURES_T3_AUDIT is off: then there is no trail to be read. */
export function requireAudit({ config }: { config: Pick<Config, 'FEATURES_T3_AUDIT'> }): void {
  if (config.FEATURES_T3_AUDIT) return;
  throw new AppError('not-found', 'No trail is kept here (FEATURES_T3_AUDIT).');
}
