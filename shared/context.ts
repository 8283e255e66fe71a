import type { Db } from '#db/client.ts';
import type { TenantWall } from '#db/tenant-wall.ts';
import type { Identity } from './auth/identity.ts';
import type { Trail } from './audit/trail.ts';
import type { Config } from './config.ts';
import type { KeyedRequest } from './idempotency/keyed-request.ts';
import type { LimitStore } from './limits/limit-store.ts';
import type { Logger } from './log.ts';
import type { Queues } from './queue/queues.ts';
import type { ObjectStore } from './store/object-store.ts';

/** What a process opens once and every verb may use. */
export interface Services {
  config: Config;
  /** What verbs use; in a user's context it sees the rows of the user's tenant only, where the wall stands. */
  db: Db;
  /** The same without the wall, for what is of no tenant. */
  systemDb: Db;
  wall: TenantWall;
  queues: Queues;
  store: ObjectStore;
  trail: Trail;
  identity: Identity;
  limits: LimitStore;
  log: Logger;
}

/** Services plus who acts and under which trace. Everything a verb may touch arrives in here. */
export interface Ctx extends Services {
  actor: Actor;
  traceId: string;
}

export type Actor = UserActor | SystemActor;

/** Somebody with a credential; tenant and user come from it alone, never from a body. */
export interface UserActor {
  kind: 'user';
  tenantId: string;
  userId: string;
  scopes: readonly Scope[];
  /** Address the platform reports; null where it reports none. */
  ip: string | null;
}

export interface SystemActor {
  kind: 'system';
  name: 'worker' | 'sweep' | 'reconciliation' | 'operator';
}

export const scopes = ['jobs:read', 'jobs:write', 'audit:read', 'erase', 'admin'] as const;
export type Scope = (typeof scopes)[number];

/** A context whose actor is known to be a user: what the verbs behind HTTP take. */
export interface UserCtx extends Ctx {
  actor: UserActor;
  /** Where the request came with an Idempotency-Key: `takeEffect` keeps its answer. */
  keyed?: KeyedRequest;
}
