import type { Context } from '@netlify/functions';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { problem, toAppError } from '#netlify/http/problem.ts';
import { provideServices } from '#netlify/http/services.ts';
import type { Services } from '#shared/context.ts';
import { AppError } from '#shared/errors.ts';
import { storePath } from '#shared/store/signed-url.ts';
import { newTraceId } from '#shared/trace.ts';
import { deployOf } from './deploy-of.ts';
import { type LoadedFunction, loadFunctions } from './load-functions.ts';
import type { Site } from './load-site.ts';
import { refuseUnreadable } from './refuse-unreadable.ts';
import { runScheduled } from './run-scheduled.ts';
import { siteAnswer } from './serve-site.ts';
import { serveStore } from './serve-store.ts';
import { requireHost } from './require-host.ts';
import { sendResponse, toRequest, toUrl } from './to-web.ts';

export interface Host {
  port: number;
  close: () => Promise<void>;
}

const functionsFolder = new URL('../functions/', import.meta.url);

/**
 * Serves the very functions that Netlify deploys, each at its own path, with the scheduled ones on their cron, the signed
 * addresses of the store on disk, and the pages of `site`, if there is one. `server` listens already, so that its port is
 * known to the store.
 */
export async function startHost(services: Services, server: Server, site: Site | null = null): Promise<Host> {
  provideServices(services);
  const functions = await loadFunctions(functionsFolder);
  const answer = (incoming: IncomingMessage, outgoing: ServerResponse): void => {
    void respond(services, { functions, site }, { incoming, outgoing });
  };
  server.on('request', answer);
  // Whoever expects something that HTTP does not know is answered all the same; by itself Node would say 417 and nothing more.
  server.on('checkExpectation', answer);
  refuseUnreadable(server);
  const stopScheduled = runScheduled(functions, services);
  return {
    port: (server.address() as AddressInfo).port,
    close: async () => {
      stopScheduled();
      await closeServer(server);
    },
  };
}

/** Listens before anything answers: the address is part of what the services are opened with. */
export async function listen(host: string, port: number): Promise<Server> {
  // What names no host is refused by us, like everything else: Node's own refusal would have no body.
  const server = createServer({ requireHostHeader: false });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject).listen(port, host, resolve);
  });
  return server;
}

/** What is served beside the store. */
interface Served {
  functions: LoadedFunction[];
  site: Site | null;
}

interface Exchange {
  incoming: IncomingMessage;
  outgoing: ServerResponse;
}

async function respond(services: Services, served: Served, exchange: Exchange): Promise<void> {
  const { incoming, outgoing } = exchange;
  try {
    requireHost(incoming);
    if (incoming.url?.startsWith(storePath)) await serveStore(services, incoming, outgoing);
    else await sendResponse(await answerOf(services, served, incoming), outgoing);
  } catch (error) {
    await sendFailure(services, error, exchange);
  }
}

async function answerOf(
  services: Services,
  { functions, site }: Served,
  incoming: IncomingMessage,
): Promise<Response> {
  const url = toUrl(incoming, services.config.PUBLIC_URL);
  for (const { handler, patterns } of functions) {
    for (const pattern of patterns) {
      const match = pattern.exec(url);
      if (match === null) continue;
      const params = match.pathname.groups;
      return handler(toRequest(incoming, url), contextOf(services, { incoming, url, params }));
    }
  }
  const { method = 'GET', headers } = incoming;
  const asked = { method, pathname: url.pathname, accept: headers.accept ?? '' };
  const page = site === null ? null : siteAnswer(site, asked);
  if (page !== null) return page;
  throw new AppError('not-found', 'Nothing is served at this address.');
}

/** The parts of the platform's context that our functions read. */
function contextOf({ config }: Services, { incoming, url, params }: Reached): Context {
  const ip = incoming.socket.remoteAddress ?? '';
  return { params, ip, url, requestId: newTraceId(), deploy: deployOf(config) } as unknown as Context;
}

interface Reached {
  incoming: IncomingMessage;
  url: URL;
  params: Record<string, string | undefined>;
}

async function sendFailure(
  services: Services,
  error: unknown,
  { incoming, outgoing }: Exchange,
): Promise<void> {
  if (outgoing.headersSent) {
    outgoing.destroy();
    return;
  }
  const traceId = newTraceId();
  const answer = problem(error, { traceId, instance: (incoming.url ?? '/').split('?')[0] ?? '/' });
  if (answer.status >= 500) {
    const { facts } = toAppError(error);
    services.log.error({ err: error, facts, traceId }, 'the local host failed');
  }
  // What is left of a refused upload is not read.
  outgoing.setHeader('connection', 'close');
  await sendResponse(answer, outgoing).catch(() => outgoing.destroy());
}

async function closeServer(server: Server): Promise<void> {
  server.closeIdleConnections();
  await new Promise<void>((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}
