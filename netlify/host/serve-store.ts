import type { IncomingMessage, ServerResponse } from 'node:http';
import { pipeline } from 'node:stream/promises';
import type { Services } from '#shared/context.ts';
import { AppError } from '#shared/errors.ts';
import { acceptUpload } from '#shared/jobs/accept-upload.ts';
import { contentDisposition } from '#shared/store/content-disposition.ts';
import { localStoreSecret } from '#shared/store/store-settings.ts';
import { type StoreGrant, verifyStoreUrl } from '#shared/store/signed-url.ts';

/** Serves the signed addresses of the store on disk: what S3 does for itself in production. */
export async function serveStore(
  services: Services,
  incoming: IncomingMessage,
  outgoing: ServerResponse,
): Promise<void> {
  const url = new URL(incoming.url ?? '/', services.config.PUBLIC_URL);
  const secret = await localStoreSecret(services.config);
  const verdict = verifyStoreUrl(secret, { method: incoming.method ?? 'GET', url }, new Date());
  if (!verdict.ok) {
    throw new AppError('scope-missing', `This address is not valid (${verdict.reason}): ask for a new one.`);
  }
  await (verdict.grant.method === 'PUT' ? takeUpload : sendObject)(services, verdict.grant, {
    incoming,
    outgoing,
  });
}

interface Exchange {
  incoming: IncomingMessage;
  outgoing: ServerResponse;
}

async function takeUpload(
  services: Services,
  grant: StoreGrant,
  { incoming, outgoing }: Exchange,
): Promise<void> {
  await acceptUpload(services, grant, incoming);
  outgoing.writeHead(200).end();
}

async function sendObject(services: Services, grant: StoreGrant, { outgoing }: Exchange): Promise<void> {
  const [head, stream] = await Promise.all([
    services.store.head(grant.key),
    services.store.getStream(grant.key),
  ]);
  if (head === null || stream === null) throw new AppError('not-found', 'There is no such object.');
  outgoing.writeHead(200, {
    'content-type': head.contentType,
    'content-length': head.bytes,
    'content-disposition': contentDisposition(grant.filename),
    'cache-control': 'no-store',
    'x-content-type-options': 'nosniff',
  });
  await pipeline(stream, outgoing);
}
