import type { Migration } from 'kysely/migration';
import * as jobs from './migrations/0001-jobs.ts';
import * as pages from './migrations/0002-pages.ts';
import * as schedules from './migrations/0003-schedules.ts';
import * as ledger from './migrations/0004-ledger.ts';
import * as trail from './migrations/0005-trail.ts';
import * as searchablePdf from './migrations/0006-searchable-pdf.ts';
import * as triage from './migrations/0007-triage.ts';
import * as auditChain from './migrations/0008-audit-chain.ts';
import * as jobRules from './migrations/0009-job-rules.ts';
import * as erasure from './migrations/0010-erasure.ts';
import * as userErasure from './migrations/0011-user-erasure.ts';
import * as sweepExports from './migrations/0012-sweep-exports.ts';
import * as jobChoices from './migrations/0013-job-choices.ts';
import * as apiKeys from './migrations/0014-api-keys.ts';
import * as webhooks from './migrations/0015-webhooks.ts';
import * as knownByEvents from './migrations/0016-known-by-events.ts';
import * as idempotency from './migrations/0017-idempotency.ts';
import * as rateLimits from './migrations/0018-rate-limits.ts';
import * as review from './migrations/0019-review.ts';

/** Imported by name, not read from a folder, so that a bundled function carries them too. */
export const migrations: Record<string, Migration> = {
  '0001-jobs': jobs,
  '0002-pages': pages,
  '0003-schedules': schedules,
  '0004-ledger': ledger,
  '0005-trail': trail,
  '0006-searchable-pdf': searchablePdf,
  '0007-triage': triage,
  '0008-audit-chain': auditChain,
  '0009-job-rules': jobRules,
  '0010-erasure': erasure,
  '0011-user-erasure': userErasure,
  '0012-sweep-exports': sweepExports,
  '0013-job-choices': jobChoices,
  '0014-api-keys': apiKeys,
  '0015-webhooks': webhooks,
  '0016-known-by-events': knownByEvents,
  '0017-idempotency': idempotency,
  '0018-rate-limits': rateLimits,
  '0019-review': review,
};
