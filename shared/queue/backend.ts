import {
  type BackoffStrategy,
  createPostgresBackend,
  type FlowJob,
  FlowProducer,
  type Job,
  type JobsOptions,
  Queue,
  runMigrations,
  withBackend,
  Worker,
} from 'bullmq';
import { Pool } from 'pg';
import type { Config } from '../config.ts';
import type { Logger } from '../log.ts';
import { poolForBull } from './pool-for-bull.ts';

/**
 * Where BullMQ keeps its tasks: Redis when REDIS_URL is set, else the same PostgreSQL as everything else. The
 * classes differ, their behaviour does not; nothing outside this folder knows which one runs.
 */
export interface QueueBackend {
  kind: 'redis' | 'postgres';
  queue(name: string): BackendQueue;
  flow(): BackendFlow;
  worker(name: string, processor: TaskProcessor, settings: WorkerSettings): BackendWorker;
  /** Makes the backend's own tables where it has any; safe under concurrent starters. */
  migrate(): Promise<void>;
  close: () => Promise<void>;
}

interface Faulty {
  on(event: 'error', listener: (error: Error) => void): unknown;
}
/** What BullMQ's classes hold their connections by; a forced close waits for nothing that is under way. */
interface Connected {
  getBackend(): { close(force: boolean): Promise<void> };
}
export type BackendQueue = Pick<Queue, 'getJobCounts' | 'getActive' | 'remove' | 'obliterate' | 'close'> &
  Connected &
  Faulty & {
    add(name: string, data: unknown, options: JobsOptions): Promise<unknown>;
  };
export type BackendFlow = Connected & Faulty & { add(flow: FlowJob): Promise<unknown> };
export type BackendWorker = Pick<Worker, 'close'> &
  Connected &
  Faulty & {
    on(
      event: 'failed',
      listener: (task: { id?: string | undefined } | undefined, error: Error) => void,
    ): unknown;
    waitUntilReady(): Promise<unknown>;
  };
export type TaskProcessor = (task: Job, token?: string, signal?: AbortSignal) => Promise<void>;

export interface WorkerSettings {
  concurrency: number;
  lockDuration: number;
  stalledInterval: number;
  maxStalledCount: number;
  settings: { backoffStrategy: BackoffStrategy };
}

export interface BackendOptions {
  /** 'producer' answers fast or fails fast (a function); 'consumer' waits for an outage to pass (the worker). */
  role: 'producer' | 'consumer';
  log: Logger;
}

export function openBackend(config: Config, options: BackendOptions): QueueBackend {
  return config.REDIS_URL === undefined
    ? postgresBackend(config, options)
    : redisBackend(config.REDIS_URL, options);
}

function redisBackend(url: string, { role }: BackendOptions): QueueBackend {
  // With its defaults a producer hangs for more than 12 s when Redis is down; a function has to answer.
  const connection =
    role === 'producer'
      ? { url, maxRetriesPerRequest: 1, commandTimeout: 2000, connectTimeout: 2000 }
      : { url, maxRetriesPerRequest: null };
  const shared = { connection, skipWaitingForReady: role === 'producer' };
  return {
    kind: 'redis',
    queue: (name) => new Queue(name, shared),
    flow: () => new FlowProducer(shared),
    worker: (name, processor, settings) => new Worker(name, processor, { ...shared, ...settings }),
    migrate: async () => {},
    close: async () => {},
  };
}

function postgresBackend(config: Config, { role, log }: BackendOptions): QueueBackend {
  const warn = (error: Error): void => log.warn({ err: error }, 'a queue connection dropped');
  const pool = new Pool({
    ...(config.DATABASE_URL === undefined ? {} : { connectionString: config.DATABASE_URL }),
    // Every consumer holds one connection for LISTEN, so that the pool must be larger than their number.
    max: role === 'producer' ? 2 : 12,
    keepAlive: true,
    connectionTimeoutMillis: role === 'producer' ? 2000 : 10_000,
    application_name: 'ledgerlift-queue',
  });
  pool.on('error', warn);
  // The pool takes its own listener off a connection in use, and one that drops then would end the process.
  pool.on('connect', (client) => client.on('error', warn));
  const classes = withBackend(createPostgresBackend);
  const shared = { connection: poolForBull(pool, role), skipWaitingForReady: role === 'producer' };
  return {
    kind: 'postgres',
    queue: (name) => new classes.Queue(name, shared),
    flow: () => new classes.FlowProducer(shared),
    worker: (name, processor, settings) => new classes.Worker(name, processor, { ...shared, ...settings }),
    migrate: async () => migrateQueueTables(pool),
    close: async () => pool.end(),
  };
}

async function migrateQueueTables(pool: Pool): Promise<void> {
  const client = await pool.connect();
  try {
    await runMigrations(client);
  } finally {
    client.release();
  }
}
