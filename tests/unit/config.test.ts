import { readFile } from 'node:fs/promises';
import { describe, expect, test } from 'vitest';
import { loadConfig } from '#shared/config.ts';
import { envExample } from '#shared/config/env-example.ts';
import { noteOf } from '#shared/config/variable-kinds.ts';
import { variables } from '#shared/config/variables.ts';

const load = (environment: Record<string, string>) => loadConfig({ environment });

describe('configuration', () => {
  test('nothing set gives the defaults of the seed', () => {
    expect(load({})).toMatchObject({
      FEATURES_T3_AUDIT: true,
      FEATURES_T3_COSTS: true,
      FEATURES_T3_GDPR: true,
      AUDIT_BATCH_SIZE: 50,
      AUDIT_FLUSH_INTERVAL_MS: 1000,
      AUDIT_DURABLE_MODE: 'memory',
      AUDIT_QUEUE_CAP: 10_000,
      COST_PER_PAGE_CENTS: 12,
      MAX_JOB_COST_CENTS: 24_000,
      DELETION_SWEEP_INTERVAL_SECONDS: 300,
      PDF_MAX_MB: 100,
      PRESIGN_TTL_SECONDS: 300,
      REVIEW_CONFIDENCE_THRESHOLD: 0.6,
      OCR_PAGE_TIMEOUT_MS: 60_000,
      ENABLE_PARTIAL_EXPORT: true,
      RATE_LIMIT_PER_MINUTE: 100,
    });
  });

  test('an empty variable counts as not set', () => {
    expect(load({ REDIS_URL: '', COST_PER_PAGE_CENTS: '' }).COST_PER_PAGE_CENTS).toBe(12);
  });

  test('an empty override makes the environment’s variable count as not set, so that the default counts', () => {
    const environment = { PUBLIC_URL: 'https://elsewhere.example', PORT: '8888' };
    const defaults = { PUBLIC_URL: 'http://localhost:1234' };
    const overrides = { PUBLIC_URL: '', PORT: '0' };
    expect(loadConfig({ environment, defaults, overrides })).toMatchObject({ ...defaults, PORT: 0 });
    expect(loadConfig({ environment, overrides }).PUBLIC_URL).toBe('http://localhost:8888');
  });

  test('the SQLAlchemy form of a database address is understood', () => {
    const { DATABASE_URL } = load({ DATABASE_URL: 'postgresql+asyncpg://u:p@localhost:5432/ledgerlift' });
    expect(DATABASE_URL).toBe('postgresql://u:p@localhost:5432/ledgerlift');
  });

  test.each([
    ['COST_PER_PAGE_CENTS', '-1'],
    ['COST_PER_PAGE_CENTS', '1.5'],
    ['AUDIT_BATCH_SIZE', '0'],
    ['AUDIT_BATCH_SIZE', '1001'],
    ['AUDIT_FLUSH_INTERVAL_MS', '49'],
    ['AUDIT_QUEUE_CAP', '0'],
    ['AUDIT_SIGNING_KEY', 'c2VjcmV0'],
    ['RATE_LIMIT_PER_MINUTE', '0'],
    ['RATE_LIMIT_READS_PER_MINUTE', '1000001'],
    ['PRESIGN_TTL_SECONDS', '301'],
    ['FEATURES_T3_AUDIT', 'yes'],
    ['AUDIT_DURABLE_MODE', 'redis'],
    ['DATABASE_URL', 'mysql://localhost/x'],
    ['S3_ACCESS_KEY_ID', 'alone'],
  ])('%s=%s refuses the start', (name, value) => {
    expect(() => load({ [name]: value })).toThrowError(expect.objectContaining({ code: 'config-invalid' }));
  });

  test('all faults are named at once, and no secret is repeated', () => {
    const faulty = { AUDIT_BATCH_SIZE: '0', PDF_MAX_MB: 'many', DATABASE_URL: 'mysql://user:hunter2@db/x' };
    expect(() => load(faulty)).toThrowError(
      /DATABASE_URL[^]*PDF_MAX_MB must be a whole number from 1 to 1000 \(MiB\)[^]*AUDIT_BATCH_SIZE/,
    );
    expect(() => load(faulty)).not.toThrowError(/hunter2/);
  });

  test('.env.example is what the schema says', async () => {
    const file = await readFile(new URL('../../.env.example', import.meta.url), 'utf8');
    expect(file).toBe(envExample());
  });

  test('every variable says what it is for and in which range', () => {
    const silent = Object.entries(variables).filter(([, variable]) => noteOf(variable) === undefined);
    expect(silent.map(([name]) => name)).toEqual([]);
  });
});
