import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { AppError } from '#shared/errors.ts';
import { contentDisposition } from '#shared/store/content-disposition.ts';
import type { DiskStore } from '#shared/store/disk-store.ts';
import { receiveUpload } from '#shared/store/disk-upload.ts';
import { verifyStoreUrl, type StoreGrant } from '#shared/store/signed-url.ts';

export interface StoreHost {
  publicUrl: string;
  /** The store whose signed addresses are served; set it before the first request. */
  serve(store: DiskStore): void;
  close(): Promise<void>;
}

/** The least host that honours the signed addresses of a DiskStore: what the local host does, without the rest of it. */
export async function startStoreHost(secret: string): Promise<StoreHost> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const publicUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    publicUrl,
    serve: (store) => {
      server.on('request', (request: IncomingMessage, response: ServerResponse) => {
        const url = new URL(request.url ?? '/', publicUrl);
        const verdict = verifyStoreUrl(secret, { method: request.method ?? '', url }, new Date());
        if (!verdict.ok) {
          response.writeHead(403).end(verdict.reason);
          return;
        }
        transfer({ store, request, response }, verdict.grant).catch((error: unknown) => {
          response.writeHead(error instanceof AppError ? error.status : 500, { connection: 'close' }).end();
        });
      });
    },
    close: async () => {
      server.closeAllConnections();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
}

async function transfer(
  { store, request, response }: { store: DiskStore; request: IncomingMessage; response: ServerResponse },
  grant: StoreGrant,
): Promise<void> {
  if (grant.method === 'PUT') {
    await receiveUpload(store, grant, request);
    response.writeHead(200).end();
    return;
  }
  const [head, body] = [await store.head(grant.key), await store.get(grant.key)];
  const headers = {
    'content-type': head?.contentType,
    'content-disposition': contentDisposition(grant.filename),
  };
  response.writeHead(body === null ? 404 : 200, headers).end(body);
}
