import { createHash, randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { waitUntil } from '#bin/wait-until.ts';
import { tryKeyLock } from '#db/kept-answers.ts';
import { provideServices } from '#netlify/http/services.ts';
import { createApiKey } from '#shared/auth/create-api-key.ts';
import { loadConfig } from '#shared/config.ts';
import { scopes, type Services } from '#shared/context.ts';
import { markForDeletion } from '#shared/deletion/mark-for-deletion.ts';
import { AppError } from '#shared/errors.ts';
import type { ExportView } from '#shared/exports/get-export.ts';
import { keyedRequest } from '#shared/idempotency/keyed-request.ts';
import type { CreatedJob } from '#shared/jobs/create-job.ts';
import type { JobView } from '#shared/jobs/job-view.ts';
import type { OpenApi } from '#shared/openapi/openapi.ts';
import { openServices, type OpenServices } from '#shared/open-services.ts';
import type { Edit } from '#shared/review/edit.ts';
import type { Repair, Schedule, ScheduleTie } from '#shared/schedules/schedule.ts';
import type { ScheduleHead } from '#shared/schedules/schedule-head.ts';
import { newTraceId } from '#shared/trace.ts';
import { buildPdf } from '#tests/fixtures/build-pdf.ts';
import { ageing, bankStatement, brokenTrialBalance, rollForward } from '#tests/fixtures/schedules.ts';
import { encryptedPdf } from '#tests/fixtures/encrypted-pdf.ts';
import { type IdentityProvider, startIdentityProvider } from '#tests/harness/identity-provider.ts';
import { answerChecker } from '#tests/harness/openapi/answer-checker.ts';
import { type ListedOperation, listOperations } from '#tests/harness/openapi/list-operations.ts';
import { putSchedules } from '#tests/harness/put-schedules.ts';
import { digitalSample, sample, scannedSample, tinyScan } from '#tests/harness/samples.ts';
import { storeWith } from '#tests/harness/store-with.ts';
import { startTestSystem, type TestSystem } from '#tests/harness/test-system.ts';

/** What the document promises and no request here brings about, with the reason. */
const unexercised: Record<string, string> = {
  '500 config-invalid': 'a start that fails; a system that runs has a valid configuration',
  'getLiveness 500 internal': 'it asks nothing that could fail',
  'getOpenApi 500 internal': 'it asks nothing that could fail',
  'getDocs 500 internal': 'it asks nothing that could fail',
};

let provider: IdentityProvider;
let system: TestSystem;
let document: OpenApi;
let judge: ReturnType<typeof answerChecker>;
let operations: ListedOperation[];
let broken: OpenServices;
/** Outcomes by operation. */
const seen = new Map<string, Set<string>>();
/** Where an answer with an ETag was first had, by operation. */
const tagged = new Map<string, string>();

beforeAll(async () => {
  provider = await startIdentityProvider();
  // Its keys are never had, so that every token finds it away.
  provider.answer(500);
  system = await startTestSystem({
    ...provider.settings,
    FEATURES_WEBHOOKS: 'true',
    WEBHOOK_ALLOW_PRIVATE: 'true',
    PDF_MAX_PAGES: '20',
    // What is recognised is not of interest here, and a cancellation has to come in time.
    OCR_ENGINE: 'fixed-latency',
    OCR_FIXED_LATENCY_MS: '500',
    OCR_WORKERS: '1',
    LOG_LEVEL: 'silent',
  });
  document = (await (await fetch(`${system.url}/openapi.json`)).json()) as OpenApi;
  judge = answerChecker(document);
  operations = listOperations(document);
  const settings = { ...system.environment, DATABASE_URL: 'postgresql://u:p@127.0.0.1:9/none' };
  broken = await openServices(loadConfig({ environment: settings }), 'function');
});
afterAll(async () => {
  await broken.close();
  await system.close();
  await provider.close();
});

interface Sent {
  body?: unknown;
  /** null: none. */
  credential?: string | null;
  headers?: Record<string, string>;
}

/** Asks, holds the answer to the document, and notes what was seen. */
async function ask(method: string, path: string, options: Sent = {}): Promise<Response> {
  const { body, credential } = options;
  const headers: Record<string, string> = {
    ...(credential === null ? {} : { authorization: `Bearer ${credential ?? system.key}` }),
    ...(body === undefined ? {} : { 'content-type': 'application/json' }),
    ...options.headers,
  };
  const text = typeof body === 'string' || body === undefined ? body : JSON.stringify(body);
  const answer = await fetch(`${system.url}${path}`, { method, headers, body: text ?? null });
  const answered = { status: answer.status, headers: answer.headers, body: await answer.clone().text() };
  const asked = { method, pathname: path.split('?')[0] ?? '' };
  const { operation, outcome, faults } = judge(asked, answered);
  const counts = operation?.operation.security.length && !uncounted.test(outcome);
  if (counts && !answer.headers.has('ratelimit')) faults.push('it was counted, and tells no limits');
  expect({ method, path, outcome, faults }).toEqual({ method, path, outcome, faults: [] });
  if (operation !== undefined) {
    const { operationId } = operation.operation;
    seen.set(operationId, (seen.get(operationId) ?? new Set()).add(outcome));
    if (answer.headers.has('etag') && !tagged.has(operationId)) tagged.set(operationId, path);
  }
  return answer;
}

/** What is refused before it is counted, or cannot be: then no answer tells of limits. */
const uncounted = /wrong-environment|database-unavailable|internal/;

const read = async <T>(path: string): Promise<T> => (await (await ask('GET', path)).json()) as T;
const post = async (path: string, body?: unknown): Promise<Response> => ask('POST', path, { body });
const codeOf = async (answer: Response): Promise<string> =>
  ((await answer.json()) as { code?: string }).code ?? String(answer.status);

/** Every request within is answered from changed services; the worker keeps its own. */
async function withServices(changes: Partial<Services>, work: () => Promise<void>): Promise<void> {
  provideServices({ ...system.services, ...changes });
  try {
    await work();
  } finally {
    provideServices(system.services);
  }
}

const withConfig = async (change: Partial<Services['config']>, work: () => Promise<void>): Promise<void> =>
  withServices({ config: { ...system.services.config, ...change } }, work);

interface Announced {
  bytes?: Uint8Array;
  sha256?: string;
  choices?: object;
  credential?: string;
  /** Bytes that arrive instead. */
  upload?: Uint8Array | null;
}

const letter = Buffer.from('A letter, and no PDF at all.');

/** Announces a file and uploads it, where there is one; it is not started. */
async function announce({ bytes = letter, upload = bytes, ...rest }: Announced = {}): Promise<string> {
  const sha256 = rest.sha256 ?? createHash('sha256').update(bytes).digest('hex');
  const body = { filename: 'a.pdf', bytes: bytes.length, sha256, ...rest.choices };
  const { credential } = rest;
  const answer = await ask('POST', '/api/jobs', { body, ...(credential ? { credential } : {}) });
  expect(answer.status).toBe(201);
  const job = (await answer.json()) as CreatedJob;
  if (upload !== null) {
    const { url, headers } = job.upload;
    const put = await fetch(url, { method: 'PUT', headers, body: Buffer.from(upload) });
    if (!put.ok) throw new Error(`The upload was answered ${put.status}.`);
  }
  return job.jobId;
}

/** The answer to an announcement that is repeated after the deletion of its job was asked for. */
async function announcedAgain(): Promise<Response> {
  const keyed = { body: { filename: 'a.pdf', bytes: 1, sha256: 'a'.repeat(64) }, headers: newKeyHeader() };
  const { jobId } = (await (await ask('POST', '/api/jobs', keyed)).json()) as CreatedJob;
  await markDeleting(jobId);
  return ask('POST', '/api/jobs', keyed);
}

const newKeyHeader = (): Record<string, string> => ({ 'idempotency-key': randomUUID() });

/** A deletion was asked for, and no sweep has come by yet. */
async function markDeleting(jobId: string): Promise<void> {
  await system.services.db.transaction().execute(async (tx) => {
    const actor = { kind: 'system', name: 'operator' } as const;
    const ctx = { ...system.services, actor, traceId: newTraceId() };
    await markForDeletion(tx, ctx, { jobId, userId: null });
  });
}

async function lift(file: string): Promise<string> {
  const jobId = await announce({ bytes: await sample(file) });
  await post(`/api/jobs/${jobId}/start`);
  return ended(jobId);
}

const repair: Repair = {
  row: 1,
  col: 1,
  raw: '57,830',
  reading: '57,880',
  minor: 57_880,
  scale: 0,
  misreading: 'digit',
  amongAlternatives: true,
  heals: [{ prover: 'footing', target: { row: 2, col: 1 }, beforeMinor: 50, afterMinor: 0, scale: 0 }],
};

const tie: ScheduleTie = {
  row: 1,
  col: 1,
  identity: 'receivables = balance sheet',
  minor: 12,
  scale: 0,
  other: { row: 3, col: 1, id: '0190c3a0-0000-7000-8000-000000000002', ordinal: 2, name: 'Balance sheet' },
};

/** Schedules with what a page seldom has all at once: doubts, proposals, ties, footnotes, dates, broken sums. */
function everyField(): Schedule[] {
  const broken = rollForward('57,830');
  return [
    { ...broken, proof: { ...broken.proof, repairs: [repair] }, ties: [tie] },
    brokenTrialBalance(),
    ageing(),
    bankStatement(),
  ];
}

async function ended(jobId: string): Promise<string> {
  await waitUntil(
    async () => read<JobView>(`/api/jobs/${jobId}`),
    ({ status }) => ['COMPLETED', 'FAILED', 'CANCELLED'].includes(status),
  );
  return jobId;
}

/** Holds the key of a request that is about to be sent, as one that is under way does; answers how to let it go. */
async function holdKey(
  each: ListedOperation,
  jobId: string,
  headers: Record<string, string>,
): Promise<() => Promise<void>> {
  const { keySha256 } = keyedRequest(
    {
      key: headers['idempotency-key'] ?? '',
      method: each.method,
      pathname: addressOf(each, jobId),
      body: '',
    },
    async () => Promise.reject(new Error('It answers nothing.')),
  );
  const [held, letGo] = [Promise.withResolvers<boolean>(), Promise.withResolvers<void>()];
  const holding = system.services.db.transaction().execute(async (tx) => {
    held.resolve(await tryKeyLock(tx, { tenantId: 'tenant-a', userId: 'user-of-tenant-a', keySha256 }));
    await letGo.promise;
  });
  expect(await held.promise).toBe(true);
  return async () => {
    letGo.resolve();
    await holding;
  };
}

/** Quotes until a worker has looked. */
async function quoted(jobId: string): Promise<string> {
  return waitUntil(
    async () => codeOf(await post(`/api/jobs/${jobId}/quote`)),
    (code) => code !== '202',
  );
}

const edit = async (jobId: string, revision: number, ...more: Edit[]): Promise<Response> =>
  ask('PATCH', `/api/jobs/${jobId}/schedules/1`, {
    body: { revision, edits: [{ type: 'rename', name: 'Property' }, ...more] },
  });
const undo = async (jobId: string, revision: number): Promise<Response> =>
  post(`/api/jobs/${jobId}/schedules/1/undo`, { revision });

const unknown = '0190c3a0-0000-7000-8000-000000000001';

function addressOf({ address }: ListedOperation, jobId = unknown): string {
  return address
    .replace('{jobId}', jobId)
    .replace('{userId}', 'nobody')
    .replaceAll(/\{(page|ordinal)\}/g, '1')
    .replaceAll(/\{\w+\}/g, unknown);
}

/** Operations that may answer a code. */
const thatMayAnswer = (code: string): ListedOperation[] =>
  operations.filter(({ operation }) =>
    Object.values(operation.responses).some(
      (response) => '$ref' in response && response.$ref.split('/').at(-1)?.split('.').includes(code),
    ),
  );

/** Sends the same to every operation that may answer the code, at both addresses; answers those that said something else. */
async function othersThan(
  code: string,
  send: (operation: ListedOperation) => Promise<Response>,
): Promise<string[]> {
  const others = [];
  const all = thatMayAnswer(code);
  if (all.length === 0) throw new Error(`No operation may answer ${code}.`);
  for (const each of all) {
    const said = await codeOf(await send(each));
    if (said !== code) others.push(`${each.method} ${each.address}: ${said}`);
  }
  return others;
}

/** With the body of the documentation's example, unless another one is given. */
const sent = async (each: ListedOperation, options: Sent & { jobId?: string } = {}): Promise<Response> =>
  ask(each.method, addressOf(each, options.jobId), { body: exampleFor(each), ...options });

function exampleFor({ operation }: ListedOperation): unknown {
  const name = operation.requestBody?.content['application/json']?.schema.$ref?.split('/').at(-1) ?? '';
  return document.components.schemas[name]?.examples?.[0];
}

describe('what a job answers on its way', () => {
  let done: string;
  let scan: string;
  beforeAll(async () => {
    done = await lift(digitalSample);
    scan = await lift(scannedSample);
    await putSchedules(system.services.db, scan, everyField());
  });

  test('the jobs, page by page', async () => {
    for (const prefix of ['/api', '/v1']) {
      const { nextCursor } = await read<{ nextCursor: string }>(`${prefix}/jobs?limit=1`);
      await ask('GET', `${prefix}/jobs?limit=1&cursor=${nextCursor}`);
      const { jobs } = await read<{ jobs: object[] }>(`${prefix}/jobs`);
      expect(jobs.length).toBeGreaterThan(1);
    }
  });

  test('its pages with their pictures, its schedules with their cells, alike below /api and /v1', async () => {
    for (const jobId of [done, scan]) {
      const texts = [];
      for (const prefix of ['/api', '/v1']) {
        await ask('GET', `${prefix}/jobs/${jobId}`);
        await ask('GET', `${prefix}/jobs/${jobId}/pages`);
        const page = await read<{ picture: object | null }>(`${prefix}/jobs/${jobId}/pages/1`);
        expect(page.picture).not.toBeNull();
        const heads = await ask('GET', `${prefix}/jobs/${jobId}/schedules`);
        const cells = await ask('GET', `${prefix}/jobs/${jobId}/schedules?include=cells`);
        const one = await ask('GET', `${prefix}/jobs/${jobId}/schedules/1`);
        texts.push([await heads.text(), await cells.text(), await one.text()]);
      }
      expect(texts[0]).toEqual(texts[1]);
      expect(texts[0]?.[1]).toContain('"box":[');
    }
  });

  test('an export of it in each format, ordered below /api and below /v1 alike', async () => {
    const { schedules } = await read<{ schedules: ScheduleHead[] }>(`/api/jobs/${done}/schedules`);
    const selectedScheduleIds = schedules.map(({ id }) => id);
    for (const format of ['xlsx', 'csv', 'json', 'pdf']) {
      const orders = [];
      for (const prefix of ['/api', '/v1']) {
        const answer = await post(`${prefix}/jobs/${done}/export`, { format, selectedScheduleIds });
        expect(answer.status).toBe(202);
        const { exportId, ...order } = (await answer.json()) as ExportView;
        orders.push(order);
        await ask('GET', `${prefix}/jobs/${done}/exports/${exportId}`);
        const view = await waitUntil(
          async () => read<ExportView>(`${prefix}/jobs/${done}/exports/${exportId}`),
          ({ status }) => status !== 'QUEUED',
        );
        expect(view).toMatchObject({ status: 'COMPLETED', format, error: null });
      }
      expect(orders[0]).toEqual(orders[1]);
    }
  });

  test('its cost, its trail in each form, and that of the tenant', async () => {
    await ask('GET', `/api/jobs/${scan}/cost`);
    await ask('GET', '/api/users/me/cost');
    await ask('GET', '/api/audit/checkpoint');
    const types = [];
    for (const query of ['', '?format=ndjson', '?format=csv', '?limit=1', '?limit=1&format=ndjson']) {
      await ask('GET', `/api/jobs/${done}/audit${query}`);
      types.push((await ask('GET', `/api/audit${query}`)).headers.get('content-type')?.split(';')[0]);
    }
    const [json, lines, table] = ['application/json', 'application/x-ndjson', 'text/csv'];
    expect(types).toEqual([json, lines, table, json, lines]);
    await ask('GET', `/api/jobs/${done}/audit?eventType=CREATED,EXPORTED&from=2020-01-01T00:00:00Z`);
  });

  test('its schedules, edited in every way and undone', async () => {
    const edits: Edit[] = [
      { type: 'accept-repair', row: 1, col: 1, reading: '57,880' },
      { type: 'keep-cell', row: 0, col: 1 },
      { type: 'set-cell', row: 0, col: 0, text: 'Land' },
      { type: 'insert-row', row: 0 },
      { type: 'delete-row', row: 0 },
      { type: 'change-kind', kind: 'table' },
      { type: 'merge-columns', col: 0 },
      { type: 'split-column', col: 0 },
    ];
    expect((await edit(scan, 1, ...edits)).status).toBe(200);
    await ask('GET', `/api/jobs/${scan}/schedules?include=cells`);
    expect(await codeOf(await edit(scan, 1))).toBe('revision-conflict');
    expect(await codeOf(await undo(scan, 1))).toBe('revision-conflict');
    const last = edits.length + 2;
    expect(await codeOf(await edit(scan, last, { type: 'delete-row', row: 99 }))).toBe('edit-refused');
    for (let undone = 0; undone < last - 1; undone += 1)
      expect((await undo(scan, last + undone)).status).toBe(200);
    expect(await codeOf(await undo(scan, last + last - 1))).toBe('nothing-to-undo');
  });

  test('its hold, its end by a cancellation, its retry, its quote', async () => {
    await ask('PUT', `/api/jobs/${done}/legal-hold`);
    for (const method of ['POST', 'DELETE'])
      expect(await codeOf(await ask(method, `/api/jobs/${done}/delete`))).toBe('legal-hold');
    await ask('DELETE', `/api/jobs/${done}/legal-hold`);
    expect((await post(`/api/jobs/${await announce()}/cancel`)).status).toBe(200);

    const long = await announce({ bytes: await tinyScan(20) });
    expect(await quoted(long)).toBe('200');
    await post(`/api/jobs/${long}/start`);
    await waitUntil(
      async () => read<JobView>(`/api/jobs/${long}`),
      ({ status }) => status === 'PROCESSING',
    );
    expect(await codeOf(await post(`/api/jobs/${long}/retry`))).toBe('not-ready');
    expect(await codeOf(await post(`/api/jobs/${long}/export`))).toBe('not-ready');
    expect(await codeOf(await edit(long, 1))).toBe('not-ready');
    expect(await codeOf(await undo(long, 1))).toBe('not-ready');
    expect((await post(`/api/jobs/${long}/cancel`)).status).toBe(202);
    await ended(long);
    await putSchedules(system.services.db, long, everyField());
    expect((await edit(long, 1)).status).toBe(200);
    expect(await codeOf(await post(`/api/jobs/${long}/retry`))).toBe('schedules-reviewed');
    expect((await post(`/api/jobs/${long}/retry`, { discardEdits: true })).status).toBe(202);
    await post(`/api/jobs/${long}/cancel`);
  });

  test('its deletion, asked for in both ways, until its certificate and after', async () => {
    for (const method of ['POST', 'DELETE']) {
      const jobId = await announce();
      expect((await ask(method, `/api/jobs/${jobId}/delete`)).status).toBe(202);
      await waitUntil(
        async () => read<{ status: string }>(`/api/jobs/${jobId}/deletion`),
        ({ status }) => status === 'COMPLETED',
      );
      await ask('GET', `/api/jobs/${jobId}/delete`);
      expect((await ask(method, `/api/jobs/${jobId}/delete`)).status).toBe(200);
      expect(
        await othersThan('deleted', async (each) =>
          each.operation.operationId === 'createJob' ? announcedAgain() : sent(each, { jobId }),
        ),
      ).toEqual([]);
    }
  });

  test('its refusals', async () => {
    const waiting = await announce({ upload: null });
    expect(await codeOf(await post(`/api/jobs/${waiting}/start`))).toBe('upload-mismatch');
    expect(await codeOf(await post(`/api/jobs/${waiting}/quote`))).toBe('upload-mismatch');
    expect(await codeOf(await post(`/api/jobs/${waiting}/retry`))).toBe('wrong-state');
    expect(await codeOf(await post(`/api/jobs/${waiting}/export`))).toBe('wrong-state');
    expect(await codeOf(await edit(waiting, 1))).toBe('wrong-state');
    expect(await codeOf(await undo(waiting, 1))).toBe('wrong-state');
    await post(`/api/jobs/${waiting}/cancel`);
    expect(await codeOf(await post(`/api/jobs/${waiting}/retry`))).toBe('upload-mismatch');
    expect(await codeOf(await post(`/api/jobs/${waiting}/quote`))).toBe('wrong-state');

    expect(await codeOf(await post(`/api/jobs/${await announce()}/start`))).toBe('not-a-pdf');
    expect(await codeOf(await post(`/api/jobs/${await announce()}/quote`))).toBe('not-a-pdf');
    const cancelled = await announce();
    await post(`/api/jobs/${cancelled}/cancel`);
    expect(await codeOf(await post(`/api/jobs/${cancelled}/retry`))).toBe('not-a-pdf');

    const nothing = { selectedScheduleIds: [] };
    expect(await codeOf(await post(`/api/jobs/${done}/export`, nothing))).toBe('nothing-selected');
    const foreign = { selectedScheduleIds: [unknown] };
    expect(await codeOf(await post(`/api/jobs/${done}/export`, foreign))).toBe('unknown-schedule');

    const going = await announce();
    await markDeleting(going);
    expect(await codeOf(await post(`/api/jobs/${going}/cancel`))).toBe('wrong-state');
  });

  test('what a worker finds in the file before the start', async () => {
    const empty = buildPdf(['<</Type/Catalog/Pages 2 0 R>>', '<</Type/Pages/Kids[]/Count 0>>']);
    const digital = await sample(digitalSample);
    const files: [string, Announced][] = [
      ['pdf-encrypted', { bytes: encryptedPdf() }],
      ['pdf-broken', { bytes: Buffer.from('%PDF-1.7 and nothing behind it') }],
      ['pdf-empty', { bytes: empty }],
      ['no-such-page', { bytes: digital, choices: { pages: '900' } }],
      ['resource-limit', { bytes: await tinyScan(21) }],
      ['sha256-mismatch', { bytes: digital, sha256: 'b'.repeat(64) }],
      ['job-cost-cap', { bytes: await tinyScan(1), choices: { capCents: 0 } }],
    ];
    for (const [code, file] of files) expect(await quoted(await announce(file))).toBe(code);
    const dear = await announce({ bytes: await tinyScan(1), choices: { capCents: 0 } });
    await quoted(dear);
    expect(await codeOf(await post(`/api/jobs/${dear}/start`))).toBe('job-cost-cap');
    const fair = await announce({ bytes: await tinyScan(1) });
    expect(await quoted(fair)).toBe('200');
    await withConfig({ USER_BUDGET_CENTS: 0 }, async () => {
      expect(await codeOf(await post(`/api/jobs/${fair}/quote`))).toBe('user-budget');
      expect(await codeOf(await post(`/api/jobs/${fair}/start`))).toBe('user-budget');
    });
  });

  test('a store that is away', async () => {
    const away = async (): Promise<never> =>
      Promise.reject(new AppError('store-unavailable', 'The store does not answer: try again.'));
    const store = storeWith(system.services.store, {
      head: away,
      get: away,
      getRange: away,
      presignPut: away,
      presignGet: away,
    });
    const [waiting, cancelled] = [await announce(), await announce()];
    await post(`/api/jobs/${cancelled}/cancel`);
    const ordered = await post(`/api/jobs/${done}/export`, { format: 'pdf' });
    const { exportId } = (await ordered.json()) as ExportView;
    await waitUntil(
      async () => read<ExportView>(`/api/jobs/${done}/exports/${exportId}`),
      ({ status }) => status === 'COMPLETED',
    );
    const body = { filename: 'a.pdf', bytes: 1, sha256: 'a'.repeat(64) };
    await withServices({ store }, async () => {
      for (const prefix of ['/api', '/v1']) {
        const asked = [
          await post(`${prefix}/jobs`, body),
          await post(`${prefix}/jobs/${waiting}/start`),
          await post(`${prefix}/jobs/${waiting}/quote`),
          await post(`${prefix}/jobs/${cancelled}/retry`),
          await ask('GET', `${prefix}/jobs/${done}/pages/1`),
          await ask('GET', `${prefix}/jobs/${done}/exports/${exportId}`),
        ];
        expect(await Promise.all(asked.map(codeOf))).toEqual(asked.map(() => 'store-unavailable'));
      }
      for (const path of ['/health/ready', '/api/health'])
        expect((await ask('GET', path, { credential: null })).status).toBe(503);
    });
  });
});

describe('what every call answers', () => {
  test('without a credential, and with one that lacks the scope', async () => {
    expect(await othersThan('unauthenticated', async (each) => sent(each, { credential: null }))).toEqual([]);
    const without = new Map<string, string>();
    for (const scope of scopes) {
      const rest = scopes.filter((other) => other !== scope);
      without.set(scope, await system.newKey('tenant-a', rest));
    }
    expect(
      await othersThan('scope-missing', async (each) => {
        const scope = Object.values(each.operation.security[0] ?? {})[0]?.[0] ?? '';
        return sent(each, { credential: without.get(scope) ?? null });
      }),
    ).toEqual([]);
  });

  test('to what does not exist, or is switched off', async () => {
    const off = { FEATURES_WEBHOOKS: false, FEATURES_T3_AUDIT: false, FEATURES_T3_GDPR: false };
    await withConfig(off, async () => {
      expect(await othersThan('not-found', async (each) => sent(each))).toEqual([]);
    });
    for (const each of thatMayAnswer('not-found').filter(({ address }) => address.includes('{')))
      expect(await codeOf(await sent(each))).toBe('not-found');
  });

  test('to a body or a query that is not as documented, and to a body that is too large', async () => {
    expect(
      await othersThan('malformed-request', async (each) => {
        const query = each.method === 'GET' ? '?limit=none&nobody=knows' : '';
        const body = each.method === 'GET' ? undefined : { nobody: 'knows' };
        return ask(each.method, `${addressOf(each)}${query}`, { body });
      }),
    ).toEqual([]);
    expect(await othersThan('too-large', async (each) => sent(each, { body: 'x'.repeat(70_000) }))).toEqual(
      [],
    );
    const deep = `${'['.repeat(33)}${']'.repeat(33)}`;
    expect(await codeOf(await post('/api/jobs', deep))).toBe('malformed-request');
    expect(
      await othersThan('not-json', async (each) =>
        sent(each, { body: 'a=b', headers: { 'content-type': 'application/x-www-form-urlencoded' } }),
      ),
    ).toEqual([]);
    const body = { filename: 'a.pdf', bytes: 1e12, sha256: 'a'.repeat(64) };
    expect(await codeOf(await post('/api/jobs', body))).toBe('too-large');
    const capped = { ...body, bytes: 1, capCents: 1e9 };
    expect(await codeOf(await post('/api/jobs', capped))).toBe('malformed-request');
  });

  test('to a request more than a credential or an address has', async () => {
    await withConfig({ RATE_LIMIT_PER_MINUTE: 0, RATE_LIMIT_READS_PER_MINUTE: 0 }, async () => {
      expect(await othersThan('rate-limited', async (each) => sent(each))).toEqual([]);
    });
  });

  test('while a part is away, or the data is another deploy’s', async () => {
    const token = await provider.token({ tenant_id: 'tenant-a' });
    expect(
      await othersThan('identity-unavailable', async (each) => sent(each, { credential: token })),
    ).toEqual([]);
    await withConfig({ DATA_ENV: 'production' }, async () => {
      expect(await othersThan('wrong-environment', async (each) => sent(each))).toEqual([]);
    });
    await withServices(broken, async () => {
      expect(await othersThan('database-unavailable', async (each) => sent(each))).toEqual([]);
    });
  });

  test('where something fails that nobody thought of', async () => {
    provideServices({ log: system.services.log } as Services);
    for (const each of thatMayAnswer('internal')) {
      const { operationId } = each.operation;
      const answer = await sent(each);
      const fails = unexercised[`${operationId} 500 internal`] === undefined;
      expect({ operationId, status: answer.status }).toEqual({ operationId, status: fails ? 500 : 200 });
    }
    provideServices(system.services);
  });

  test('by a method that the address does not have', async () => {
    for (const { address } of operations) {
      const there = new Set(
        operations.filter((each) => each.address === address).map(({ method }) => method),
      );
      for (const method of ['POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'].filter((each) => !there.has(each)))
        expect((await ask(method, addressOf({ address } as ListedOperation))).status).toBe(405);
    }
  });
});

describe('what the service answers', () => {
  test('of itself', async () => {
    for (const path of [
      '/health/live',
      '/health/ready',
      '/api/health',
      '/api/sign-in',
      '/openapi.json',
      '/docs',
    ]) {
      expect((await ask('GET', path, { credential: null })).status).toBe(200);
      expect((await fetch(`${system.url}${path}`, { method: 'HEAD' })).status).toBe(200);
    }
  });

  test('of webhooks', async () => {
    const refused = await post('/api/webhooks', { url: 'ftp://books.example' });
    expect(await codeOf(refused)).toBe('webhook-refused');
    const added = await post('/api/webhooks', { url: 'http://127.0.0.1/never-called' });
    const { webhookId } = (await added.json()) as { webhookId: string };
    await ask('GET', '/api/webhooks');
    expect((await ask('DELETE', `/v1/webhooks/${webhookId}`)).status).toBe(204);
  });

  test('of a user who is being erased', async () => {
    const userId = 'leaver/of tenant-a';
    const who = { tenantId: 'tenant-a', userId, scopes, embedded: true };
    const credential = await createApiKey(system.services.db, who);
    const held = await announce({ credential });
    await ask('PUT', `/api/jobs/${held}/legal-hold`);
    const user = encodeURIComponent(userId);
    expect((await post(`/api/users/${user}/erase`)).status).toBe(202);
    await ask('GET', `/api/users/${user}/erasure`);
    const body = { filename: 'a.pdf', bytes: 1, sha256: 'a'.repeat(64) };
    expect(await codeOf(await ask('POST', '/api/jobs', { body, credential }))).toBe('user-erasing');
  });
});

describe('what is sent again', () => {
  /** A job for each call that heeds a key, as the call has to find it. */
  async function prepared({ operation: { operationId } }: ListedOperation): Promise<string> {
    if (operationId === 'createJob') return unknown;
    const jobId = await announce({ bytes: await sample(digitalSample) });
    if (operationId === 'requestExport') {
      await post(`/api/jobs/${jobId}/start`);
      return ended(jobId);
    }
    if (operationId === 'retryJob') await post(`/api/jobs/${jobId}/cancel`);
    return jobId;
  }

  const heeding = (): ListedOperation[] => thatMayAnswer('request-in-flight');

  /** A body that means the same as none, and is not the same. */
  const otherBody = (each: ListedOperation): unknown =>
    each.operation.operationId === 'createJob'
      ? { filename: 'other.pdf', bytes: 1, sha256: 'a'.repeat(64) }
      : '{ }';

  test('under a key is answered as before; with another body, or while the first is under way, it is refused', async () => {
    expect(new Set(heeding().map(({ operation }) => operation.operationId)).size).toBe(7);
    for (const each of heeding()) {
      const { operationId } = each.operation;
      const [jobId, headers] = [await prepared(each), newKeyHeader()];
      // Of an export the example's choice, of all others nothing.
      const body = operationId === 'createJob' ? exampleFor(each) : undefined;
      const send = async (given: unknown): Promise<Response> => sent(each, { jobId, headers, body: given });

      const release = await holdKey(each, jobId, headers);
      const early = await codeOf(await send(body));
      await release();
      const first = await send(body);
      const again = await send(body);
      const told = [first, again].map((answer) => answer.headers.get('idempotency-replayed'));
      const reused = await codeOf(await send(otherBody(each)));
      expect({ operationId, early, told, reused }).toEqual({
        operationId,
        early: 'request-in-flight',
        told: [null, 'true'],
        reused: 'idempotency-key-reused',
      });
      expect([first.ok, again.status]).toEqual([true, first.status]);
    }
  });

  test('as an announcement after the start brings no upload', async () => {
    const bytes = await sample(digitalSample);
    const sha256 = createHash('sha256').update(bytes).digest('hex');
    const keyed = { body: { filename: 'a.pdf', bytes: bytes.length, sha256 }, headers: newKeyHeader() };
    const first = (await (await ask('POST', '/api/jobs', keyed)).json()) as CreatedJob;
    await post(`/api/jobs/${first.jobId}/cancel`);
    const again = await (await ask('POST', '/api/jobs', keyed)).json();
    expect(again).toMatchObject({ jobId: first.jobId, upload: null });
  });

  test('and has not changed is answered 304', async () => {
    const polled = operations.filter(({ operation }) => '304' in operation.responses);
    const ids = [...new Set(polled.map(({ operation }) => operation.operationId))];
    expect([...tagged.keys()].toSorted()).toEqual(ids.toSorted());
    for (const path of tagged.values()) {
      const answer = await ask('GET', path, { headers: { 'if-none-match': '*' } });
      expect({ path, status: answer.status }).toEqual({ path, status: 304 });
    }
  });
});

test('every documented outcome was seen, but for those whose reason stands above', () => {
  const missing = [];
  for (const [operationId, responses] of new Map(
    operations.map(({ operation }) => [operation.operationId, operation.responses]),
  )) {
    const documented = Object.entries(responses).flatMap(([status, response]) =>
      '$ref' in response
        ? (response.$ref.split('/').at(-1)?.split('.') ?? []).map((code) => `${status} ${code}`)
        : [status],
    );
    for (const outcome of documented) {
      const excused = unexercised[outcome] ?? unexercised[`${operationId} ${outcome}`];
      if (seen.get(operationId)?.has(outcome) !== true && excused === undefined)
        missing.push(`${operationId} ${outcome}`);
    }
  }
  expect(missing).toEqual([]);
});
