import { availableParallelism } from 'node:os';
import { z } from 'zod';
import { erasureVariables } from './erasure-variables.ts';
import { isSigningKey } from './is-signing-key.ts';
import { limitVariables } from './limit-variables.ts';
import { monitorVariables } from './monitor-variables.ts';
import { s3Variables } from './s3-variables.ts';
import { tokenFaults, tokenVariables } from './token-variables.ts';
import { choice, flag, fraction, integer, notes, text, textOr } from './variable-kinds.ts';
import { webhookVariables } from './webhook-variables.ts';

/** Accepts the SQLAlchemy form of the seed (`postgresql+asyncpg://`) and gives the form that pg knows. */
const databaseUrl = z
  .string()
  .transform((value) => value.replace(/^postgres(ql)?(\+\w+)?:\/\//, 'postgresql://'))
  .refine(
    (value) => value.startsWith('postgresql://'),
    'must start with postgresql:// or postgresql+asyncpg://',
  )
  .optional()
  .register(notes, {
    about: 'PostgreSQL >= 14. Not set: the embedded PostgreSQL under DATA_FOLDER (command line only).',
    range: 'postgresql://user:password@host:5432/database',
  });

const redisUrl = z
  .string()
  .regex(/^rediss?:\/\//, 'must start with redis:// or rediss://')
  .optional()
  .register(notes, {
    about: 'Redis for the queue and the rate limits. Not set: both live in PostgreSQL.',
    range: 'redis://host:6379',
  });

const publicUrl = z
  .url({ protocol: /^https?$/, error: 'must be an http(s) address' })
  .default('http://localhost:8888')
  .register(notes, {
    about: 'Where users reach this system; addresses handed out begin with it.',
    range: 'https://…',
  });

const userBudget = z
  .string()
  .regex(/^\d{1,12}$/, 'must be a whole number from 0 to 999999999999 (cents)')
  .transform(Number)
  .optional()
  .register(notes, {
    about: 'Budget of one user, over all jobs; 0 means nothing may be spent. Not set: there is none.',
    range: '0-999999999999 cents',
  });

/** Every variable, in the order of .env.example. Names, defaults and ranges of the seed are kept. */
export const variables = {
  DATABASE_URL: databaseUrl,
  DATABASE_POOL_MAX: integer(10, {
    min: 1,
    max: 200,
    unit: 'connections',
    about:
      'Connections of a worker or of the local host; a function uses 1. The queue on PostgreSQL adds up to 12.',
  }),
  REDIS_URL: redisUrl,
  QUEUE_PREFIX: z
    .string()
    .regex(/^[a-z][a-z0-9-]{0,30}$/, 'must be lower-case letters, digits and hyphens')
    .default('ledgerlift')
    .register(notes, {
      about: 'Begins every queue name; one per environment that shares a Redis.',
      range: 'a-z 0-9 -',
    }),
  QUEUE_LEASE_SECONDS: integer(30, {
    min: 1,
    max: 600,
    unit: 'seconds',
    about: 'A task whose worker fell silent is handed on after about twice this.',
  }),
  DATA_ENV: choice(
    ['dev', 'production', 'deploy-preview', 'branch-deploy'],
    'dev',
    'Whose data this is. A deploy of another context answers nothing from it; production refuses the key of the embedded mode.',
  ),
  DATA_FOLDER: textOr('./.ledgerlift', 'Folder of everything embedded: database, objects, keys.', 'path'),
  PUBLIC_URL: publicUrl,
  HOST: textOr('127.0.0.1', 'Address that `ledgerlift serve` listens on.', 'IP address'),
  PORT: integer(8888, {
    min: 0,
    max: 65535,
    unit: 'port',
    about: 'Port that `ledgerlift serve` listens on; 0 picks a free one.',
  }),
  LOG_LEVEL: choice(
    ['trace', 'debug', 'info', 'warn', 'error', 'silent'],
    'info',
    'Least level that is logged.',
  ),
  ...s3Variables,
  PRESIGN_TTL_SECONDS: integer(300, {
    min: 10,
    max: 300,
    unit: 'seconds',
    about: 'Life of an upload or download address.',
  }),
  PDF_MAX_MB: integer(100, { min: 1, max: 1000, unit: 'MiB', about: 'Largest file.' }),
  PDF_MAX_PAGES: integer(2000, { min: 1, max: 20_000, unit: 'pages', about: 'Longest file.' }),
  PDF_MAX_MEGAPIXELS: integer(40, {
    min: 1,
    max: 400,
    unit: 'megapixels',
    about: 'Largest picture of a page; larger pages are rendered at a lower resolution.',
  }),
  PDF_CALL_TIMEOUT_SECONDS: integer(10, {
    min: 1,
    max: 600,
    unit: 'seconds',
    about: 'Longest single step of reading a PDF.',
  }),
  OCR_ENGINE: choice(
    ['tesseract.js', 'tesseract', 'null', 'fixed-latency'],
    'tesseract.js',
    'What recognises scanned pages. tesseract: the program, installed by you. null: nothing, they stay empty. fixed-latency: the same words after OCR_FIXED_LATENCY_MS, for benchmarks.',
  ),
  TESSERACT_PATH: textOr('tesseract', 'Program of OCR_ENGINE=tesseract, 4.1 or newer.', 'name or path'),
  TESSDATA_FOLDER: text('Its folder of models, with eng.traineddata. Not set: its own.', 'path'),
  OCR_FIXED_LATENCY_MS: integer(1000, {
    min: 0,
    max: 600_000,
    unit: 'ms',
    about: 'Time that OCR_ENGINE=fixed-latency takes for a page.',
  }),
  OCR_WORKERS: integer(Math.min(availableParallelism(), 64), {
    min: 1,
    max: 64,
    unit: 'threads',
    about: 'Pages recognised side by side; a thread of tesseract.js takes about 185 MB.',
    shownDefault: '(number of cores)',
  }),
  OCR_PAGES_PER_WORKER: integer(100, {
    min: 1,
    max: 100_000,
    unit: 'pages',
    about:
      'Pages after which a thread of tesseract.js is replaced by a fresh one, which takes half a second.',
  }),
  OCR_PAGE_TIMEOUT_MS: integer(60_000, {
    min: 1000,
    max: 600_000,
    unit: 'ms',
    about: 'Longest recognition of one page.',
  }),
  OCR_DPI: integer(300, {
    min: 72,
    max: 600,
    unit: 'dpi',
    about: 'Resolution at which scanned pages are recognised.',
  }),
  PAGE_PICTURE_DPI: integer(110, {
    min: 0,
    max: 200,
    unit: 'dpi',
    about: 'Resolution of the pictures of pages that are kept for review, 36 at least; 0 keeps none.',
  }),
  EXPORT_PAGE_PICTURES: flag(
    true,
    'true: a workbook carries the pictures of the pages its schedules stand on; they hold everything that is printed there.',
  ),
  SEARCHABLE_PDF_TIMEOUT_SECONDS: integer(120, {
    min: 1,
    max: 3600,
    unit: 'seconds',
    about: 'Longest writing of a searchable PDF.',
  }),
  SEARCHABLE_PDF_MEMORY_MB: integer(1024, {
    min: 128,
    max: 16_384,
    unit: 'MiB',
    about: 'Memory that writing a searchable PDF may take; it needs about four times the file.',
  }),
  PAGE_MAX_STARTS: integer(3, {
    min: 1,
    max: 20,
    unit: 'starts',
    about: 'A page that failed or crashed this often is stored as failed and costs nothing.',
  }),
  REVIEW_CONFIDENCE_THRESHOLD: fraction(
    0.6,
    'Schedules at or above it are chosen for an export that names none.',
  ),
  ENABLE_PARTIAL_EXPORT: flag(true, 'A cancelled job may be exported as far as it came.'),
  FEATURES_T3_AUDIT: flag(true, 'Write and serve the audit trail.'),
  FEATURES_T3_COSTS: flag(true, 'Quote, reserve and charge; off: pages cost 0.'),
  FEATURES_T3_GDPR: flag(true, 'Serve deletion and run its sweep.'),
  AUDIT_BATCH_SIZE: integer(50, {
    min: 1,
    max: 1000,
    unit: 'events',
    about:
      'Events that no state change carries (reads, refused credentials) are written in statements of up to this many.',
  }),
  AUDIT_FLUSH_INTERVAL_MS: integer(1000, {
    min: 50,
    max: 60_000,
    unit: 'ms',
    about: 'Longest wait of such an event; a function writes it before it answers.',
  }),
  AUDIT_QUEUE_CAP: integer(10_000, {
    min: 1,
    max: 1_000_000,
    unit: 'events',
    about: 'Such events a process holds at most; further ones are refused and counted, security events wait.',
  }),
  AUDIT_DURABLE_MODE: choice(
    ['memory', 'redis'],
    'memory',
    'Where such events wait. memory: a kill loses what was held. redis: a stream on REDIS_URL, which needs appendonly.',
  ),
  AUDIT_SIGNING_KEY: z
    .string()
    .refine(isSigningKey, 'must be an Ed25519 private key, PKCS #8 DER in base64')
    .optional()
    .register(notes, {
      about:
        'Signs checkpoints of the audit trail and certificates of deletions; functions and workers need the same: openssl genpkey -algorithm ed25519 -outform DER | base64 -w0. Not set: a key made and kept in the database.',
      range: 'base64',
    }),
  ...tokenVariables,
  ...limitVariables,
  COST_PER_PAGE_CENTS: integer(12, {
    min: 0,
    max: 100_000,
    unit: 'cents',
    about: 'Price of a page that is recognised; pages with a text layer cost 0.',
  }),
  MAX_JOB_COST_CENTS: integer(24_000, {
    min: 0,
    max: 100_000_000,
    unit: 'cents',
    about: 'Cap of one job; 0 means nothing may be spent.',
  }),
  USER_BUDGET_CENTS: userBudget,
  CAP_POLICY: choice(
    ['reject', 'partial'],
    'reject',
    'Over the cap or the budget: refuse the job, or read the pages that fit.',
  ),
  ...erasureVariables,
  SHUTDOWN_GRACE_SECONDS: integer(10, {
    min: 0,
    max: 300,
    unit: 'seconds',
    about: 'Time that pages under way are given when the worker is told to stop.',
  }),
  ...webhookVariables,
  ...monitorVariables,
};

/** Below it nobody can read a page; 0 stands for none at all. */
const LEAST_PICTURE_DPI = 36;

/** Rules between variables. */
export const configSchema = z.object(variables).superRefine((config, context) => {
  for (const message of tokenFaults(config)) {
    context.addIssue({ code: 'custom', path: ['JWT_JWKS_URL'], message });
  }
  if (config.PAGE_PICTURE_DPI > 0 && config.PAGE_PICTURE_DPI < LEAST_PICTURE_DPI) {
    const message = `must be 0 or a whole number from ${LEAST_PICTURE_DPI} to 200 (dpi)`;
    context.addIssue({ code: 'custom', path: ['PAGE_PICTURE_DPI'], message });
  }
  refuseExposure(config, (path, message) => context.addIssue({ code: 'custom', path: [path], message }));
  if (config.AUDIT_DURABLE_MODE === 'redis' && config.REDIS_URL === undefined) {
    context.addIssue({ code: 'custom', path: ['AUDIT_DURABLE_MODE'], message: 'redis needs REDIS_URL' });
  }
  if ((config.S3_ACCESS_KEY_ID === undefined) !== (config.S3_SECRET_ACCESS_KEY === undefined)) {
    context.addIssue({
      code: 'custom',
      path: ['S3_SECRET_ACCESS_KEY'],
      message: 'goes with S3_ACCESS_KEY_ID: set both or none',
    });
  }
});

/** What is convenient on one's own machine, and open doors elsewhere. */
function refuseExposure(
  config: z.output<z.ZodObject<typeof variables>>,
  refuse: (variable: keyof typeof variables, message: string) => void,
): void {
  if (config.WEBHOOK_ALLOW_PRIVATE && config.DATA_ENV !== 'dev') {
    refuse('WEBHOOK_ALLOW_PRIVATE', 'is for DATA_ENV=dev only');
  }
  const reachable = config.WORKER_PORT !== 0 && !/^(127\.|::1$|localhost$)/.test(config.WORKER_HOST);
  if (reachable && config.DATA_ENV === 'production' && config.METRICS_TOKEN === undefined) {
    refuse('METRICS_TOKEN', 'must be set where WORKER_HOST is reached from elsewhere');
  }
}
