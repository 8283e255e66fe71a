import { isIP } from 'node:net';
import type { Config } from '../config.ts';
import { AppError } from '../errors.ts';
import { isPublicAddress } from './is-public-address.ts';

/**
 * The address of a webhook as far as it can be judged without looking its name up: scheme, port, no credentials, and no
 * private IP address in whichever spelling (the URL parser makes one of all: `0x7f.1` is `127.0.0.1`). Asked at the
 * registration and again before each delivery, because settings change. Throws `webhook-refused`.
 */
export function checkWebhookUrl(config: WebhookSettings, text: string): URL {
  const url = URL.parse(text);
  if (url === null) throw refusal('It is not an address.');
  const schemes = config.WEBHOOK_ALLOW_PRIVATE ? ['https:', 'http:'] : ['https:'];
  if (!schemes.includes(url.protocol)) throw refusal('It must begin with https://.');
  if (url.username !== '' || url.password !== '') throw refusal('It must not contain a user or a password.');
  if (!config.WEBHOOK_PORTS.includes(portOf(url))) {
    throw refusal(`Its port must be one of ${config.WEBHOOK_PORTS.join(', ')}.`);
  }
  const address = addressIn(url);
  if (address !== null && !config.WEBHOOK_ALLOW_PRIVATE && !isPublicAddress(address)) {
    throw refusal('It must lie on the public Internet.');
  }
  return url;
}

export type WebhookSettings = Pick<Config, 'WEBHOOK_ALLOW_PRIVATE' | 'WEBHOOK_PORTS'>;

/** The IP address that stands in an address instead of a name; null for a name. */
export function addressIn({ hostname }: URL): string | null {
  const bare = hostname.replace(/^\[(.*)\]$/, '$1');
  return isIP(bare) === 0 ? null : bare;
}

/** The parser leaves out a port that is the scheme's own. */
function portOf({ port, protocol }: URL): number {
  if (port !== '') return Number(port);
  return protocol === 'https:' ? 443 : 80;
}

function refusal(why: string): AppError {
  return new AppError('webhook-refused', `This address of a webhook is not taken. ${why}`);
}
