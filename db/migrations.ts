import type { Migration } from 'kysely/migration';
import * as jobs from './migrations/0001-jobs.ts';
import * as results from './migrations/0002-results.ts';
import * as ledger from './migrations/0003-ledger.ts';
import * as trail from './migrations/0004-trail.ts';

/** Imported by name, not read from a folder, so that a bundled function carries them too. */
export const migrations: Record<string, Migration> = {
  '0001-jobs': jobs,
  '0002-results': results,
  '0003-ledger': ledger,
  '0004-trail': trail,
};
