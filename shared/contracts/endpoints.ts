import type { Scope } from '../context.ts';

export const methods = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'] as const;
export type Method = (typeof methods)[number];

/** What is agreed about one method of one address. */
export interface EndpointRow {
  /** What a credential needs; null: it answers anybody. */
  scope: Scope | null;
  /** Whether it may change anything beside the trail. */
  effect: 'read' | 'write';
  /** Heeds an Idempotency-Key: its function answers by `once`. */
  idempotent?: true;
  /** Is asked for again and again: it carries an ETag, and answers 304 while nothing has changed. */
  polled?: true;
  /** A write that is sent again until it is done: limited as a read. */
  resent?: true;
  /** For the documentation. */
  about: string;
}

/**
 * Every endpoint, once: the edge takes the scope from here, and tests hold the function files and docs/access.md to it.
 * A path below /api/ with a scope is answered below /v1/ too. A new endpoint is a row here, a file in netlify/functions
 * that calls `route` with the row's path, and a contract (contracts.ts), without which nothing compiles.
 */
export const endpoints = {
  '/api/jobs': {
    POST: {
      scope: 'jobs:write',
      effect: 'write',
      idempotent: true,
      about: 'announce a file; the answer grants its upload',
    },
    GET: { scope: 'jobs:read', effect: 'read', polled: true, about: 'the jobs, newest first' },
  },
  '/api/jobs/:jobId': {
    GET: { scope: 'jobs:read', effect: 'read', polled: true, about: 'how a job stands' },
  },
  '/api/jobs/:jobId/quote': {
    POST: { scope: 'jobs:write', effect: 'write', resent: true, about: 'the price before the start' },
  },
  '/api/jobs/:jobId/start': {
    POST: { scope: 'jobs:write', effect: 'write', idempotent: true, about: 'the file is there: begin' },
  },
  '/api/jobs/:jobId/cancel': {
    POST: { scope: 'jobs:write', effect: 'write', idempotent: true, about: 'stop a job' },
  },
  '/api/jobs/:jobId/retry': {
    POST: {
      scope: 'jobs:write',
      effect: 'write',
      idempotent: true,
      about: 'an ended job once more, in its next run',
    },
  },
  '/api/jobs/:jobId/pages': {
    GET: { scope: 'jobs:read', effect: 'read', polled: true, about: 'the pages and what became of them' },
  },
  '/api/jobs/:jobId/pages/:page': {
    GET: { scope: 'jobs:read', effect: 'read', polled: true, about: 'one page with its picture' },
  },
  '/api/jobs/:jobId/schedules': {
    GET: { scope: 'jobs:read', effect: 'read', polled: true, about: 'the schedules that were found' },
  },
  '/api/jobs/:jobId/schedules/:ordinal': {
    GET: {
      scope: 'jobs:read',
      effect: 'read',
      polled: true,
      about: 'one schedule with its cells, proof and edits',
    },
    PATCH: { scope: 'jobs:write', effect: 'write', resent: true, about: 'edit it: all of the edits or none' },
  },
  '/api/jobs/:jobId/schedules/:ordinal/undo': {
    POST: { scope: 'jobs:write', effect: 'write', resent: true, about: 'take its last edit away' },
  },
  '/api/jobs/:jobId/export': {
    POST: { scope: 'jobs:write', effect: 'write', idempotent: true, about: 'write schedules into a file' },
  },
  '/api/jobs/:jobId/exports/:exportId': {
    GET: {
      scope: 'jobs:read',
      effect: 'read',
      polled: true,
      about: 'how an export stands, and its download',
    },
  },
  '/api/jobs/:jobId/cost': {
    GET: { scope: 'jobs:read', effect: 'read', about: 'what a job costs' },
  },
  '/api/jobs/:jobId/audit': {
    GET: { scope: 'audit:read', effect: 'read', about: 'the trail of a job' },
  },
  '/api/jobs/:jobId/delete': {
    POST: { scope: 'erase', effect: 'write', idempotent: true, about: 'erase a job' },
    DELETE: { scope: 'erase', effect: 'write', idempotent: true, about: 'the same' },
    GET: { scope: 'erase', effect: 'read', polled: true, about: 'how its deletion stands' },
  },
  '/api/jobs/:jobId/deletion': {
    GET: { scope: 'erase', effect: 'read', polled: true, about: 'the same' },
  },
  '/api/jobs/:jobId/legal-hold': {
    PUT: { scope: 'admin', effect: 'write', about: 'a job has to be kept' },
    DELETE: { scope: 'admin', effect: 'write', about: 'it need not be kept any longer' },
  },
  '/api/users/:userId/erase': {
    POST: { scope: 'erase', effect: 'write', about: 'erase a user with all jobs' },
  },
  '/api/users/:userId/erasure': {
    GET: { scope: 'erase', effect: 'read', polled: true, about: 'how far the erasure of a user is' },
  },
  '/api/webhooks': {
    POST: { scope: 'admin', effect: 'write', about: 'have somebody told of the ends of jobs' },
    GET: { scope: 'admin', effect: 'read', about: 'who is told, without the secrets' },
  },
  '/api/webhooks/:webhookId': {
    DELETE: { scope: 'admin', effect: 'write', about: 'tell somebody no more' },
  },
  '/api/users/me/cost': {
    GET: { scope: 'jobs:read', effect: 'read', about: 'what the caller’s jobs cost together' },
  },
  '/api/audit': {
    GET: { scope: 'audit:read', effect: 'read', about: 'the trail of the tenant, to be checked offline' },
  },
  '/api/audit/checkpoint': {
    GET: { scope: 'audit:read', effect: 'read', about: 'the signed end of that trail' },
  },
  '/api/health': { GET: { scope: null, effect: 'read', about: 'as /health/ready' } },
  '/api/sign-in': { GET: { scope: null, effect: 'read', about: 'how the pages sign people in' } },
  '/health/live': { GET: { scope: null, effect: 'read', about: 'this process answers' } },
  '/health/ready': { GET: { scope: null, effect: 'read', about: 'so do database and store' } },
  '/openapi.json': { GET: { scope: null, effect: 'read', about: 'all of this, as OpenAPI 3.1' } },
  '/docs': { GET: { scope: null, effect: 'read', about: 'the same as a page to read' } },
} as const satisfies Record<string, Partial<Record<Method, EndpointRow>>>;

type Endpoints = typeof endpoints;

/** The addresses that need a credential. */
export type ProtectedPath = {
  [P in keyof Endpoints]: Endpoints[P] extends Partial<Record<Method, { scope: Scope }>> ? P : never;
}[keyof Endpoints];

/** The methods of an address. */
export type MethodOf<P extends ProtectedPath> = keyof Endpoints[P] & Method;

export interface ListedEndpoint extends EndpointRow {
  method: Method;
  path: string;
}

/** The table row by row, in its order. */
export function listEndpoints(): ListedEndpoint[] {
  return Object.entries(endpoints).flatMap(([path, rows]) =>
    Object.entries(rows).map(([method, row]) => ({
      ...(row as EndpointRow),
      path,
      method: method as Method,
    })),
  );
}
