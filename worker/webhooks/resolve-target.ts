import { lookup } from 'node:dns/promises';
import type { LookupAddress } from 'node:dns';
import { isIP } from 'node:net';
import { AppError } from '#shared/errors.ts';
import { addressIn, checkWebhookUrl, type WebhookSettings } from '#shared/webhooks/check-webhook-url.ts';
import { isPublicAddress } from '#shared/webhooks/is-public-address.ts';

/** Where a webhook is sent to: its address, and the machines behind its name as they were when they were checked. */
export interface WebhookTarget {
  url: URL;
  addresses: LookupAddress[];
}

/** Answers every address of a name. */
export type Resolve = (hostname: string) => Promise<LookupAddress[]>;

/**
 * Looks the name of a webhook up, once: who connects takes these addresses and asks no more, so that a name that answers
 * otherwise the next time (DNS rebinding) gains nothing. One private address among them spoils all: which is taken
 * would be luck. Throws `webhook-refused`, and `webhook-failed` for a name that has no address.
 */
export async function resolveTarget(
  config: WebhookSettings,
  text: string,
  resolve: Resolve = async (hostname) => lookup(hostname, { all: true }),
): Promise<WebhookTarget> {
  const url = checkWebhookUrl(config, text);
  const literal = addressIn(url);
  const addresses =
    literal === null ? await resolveName(url, resolve) : [{ address: literal, family: isIP(literal) }];
  const open = config.WEBHOOK_ALLOW_PRIVATE || addresses.every(({ address }) => isPublicAddress(address));
  if (!open) {
    throw new AppError('webhook-refused', 'The name of this webhook leads to an address that is not public.');
  }
  return { url, addresses };
}

async function resolveName({ hostname }: URL, resolve: Resolve): Promise<LookupAddress[]> {
  try {
    const addresses = await resolve(hostname);
    if (addresses.length > 0) return addresses;
  } catch {
    // What the resolver says carries the name, which is the tenant's.
  }
  throw new AppError('webhook-failed', 'The name of this webhook has no address.', {
    facts: { failure: 'no-address' },
  });
}
