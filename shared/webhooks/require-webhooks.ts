import type { UserCtx } from '../context.ts';
import { AppError } from '../errors.ts';

/** Throws `not-found` while FEATURES_WEBHOOKS is off. */
export function requireWebhooks({ config }: UserCtx): void {
  if (!config.FEATURES_WEBHOOKS) throw new AppError('not-found', 'Webhooks are not switched on here.');
}
