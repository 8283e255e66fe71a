import { Agent } from 'node:http';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { waitUntil } from '#bin/wait-until.ts';
import { openApiDocument } from '#shared/openapi/open-api-document.ts';
import { onePagePdf } from '#tests/fixtures/one-page-pdf.ts';
import { ageing, bankStatement, rollForward } from '#tests/fixtures/schedules.ts';
import { answerChecker } from '#tests/harness/openapi/answer-checker.ts';
import { diceOf } from '#tests/harness/openapi/fuzz/dice.ts';
import { drawRaw } from '#tests/harness/openapi/fuzz/draw-raw.ts';
import { type DrawnRequest, drawRequest, type Pool } from '#tests/harness/openapi/fuzz/draw-request.ts';
import { sendDrawn } from '#tests/harness/openapi/fuzz/send-drawn.ts';
import { sendRaw } from '#tests/harness/openapi/fuzz/send-raw.ts';
import { listOperations } from '#tests/harness/openapi/list-operations.ts';
import { putSchedules } from '#tests/harness/put-schedules.ts';
import { tellFigure } from '#tests/harness/tell-figure.ts';
import { startTestSystem, type TestSystem } from '#tests/harness/test-system.ts';

/** The target is 10,000; here fewer, so that every run of the tests has some. */
const times = Number(process.env['REQUEST_FAULT_TIMES'] ?? 600);
const seed = Number(process.env['REQUEST_FAULT_SEED'] ?? 20_262);
const repeat = `Seed ${seed}. To repeat: REQUEST_FAULT_SEED=${seed} REQUEST_FAULT_TIMES=${times} npx vitest run tests/faults/fuzzed-requests.test.ts`;
/** Of how many one is raw bytes, and how many are under way at a time. */
const rawOf = 8;
const atOnce = 8;

const document = openApiDocument();
const judge = answerChecker(document);
const operations = listOperations(document);
/** Those with a body have the most to get wrong. */
const weighted = operations.flatMap((each) =>
  Array.from({ length: each.operation.requestBody === undefined ? 1 : 5 }, () => each),
);
const dice = diceOf(seed);
const agent = new Agent({ keepAlive: true, maxSockets: atOnce });

let system: TestSystem;
let pool: Pool;
beforeAll(async () => {
  const webhooks = { FEATURES_WEBHOOKS: 'true', WEBHOOK_ALLOW_PRIVATE: 'true' };
  system = await startTestSystem({ ...webhooks, OCR_ENGINE: 'null', LOG_LEVEL: 'silent' });
  const foreign = await system.newKey('tenant-b');
  pool = {
    jobIds: [await lift(), await announced(foreign)],
    credentials: {
      whole: system.key,
      scapegoat: await system.newKey('tenant-c'),
      others: [
        foreign,
        await system.newKey('tenant-a', ['jobs:read']),
        system.key.replace(/.{4}$/, 'ffff'),
        `ll_${'0'.repeat(18)}_${'0'.repeat(64)}`,
        'nonsense',
        'a.b.c',
      ],
    },
  };
});
afterAll(async () => {
  agent.destroy();
  await system.close();
});

/** A real job, from its announcement to its end, with schedules that a page so small has not. */
async function lift(): Promise<string> {
  const content = 'BT /F 10 Tf 72 640 Td (Cash) Tj ET BT /F 10 Tf 400 640 Td (1,200) Tj ET';
  const resources = '/Font<</F<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>>>';
  const { jobId } = await system.client.submit('a.pdf', onePagePdf({ content, resources }));
  const job = await waitUntil(
    async () => system.client.job(jobId),
    ({ status }) => !['QUEUED', 'PROCESSING'].includes(status),
  );
  expect(job.status).toBe('COMPLETED');
  await putSchedules(system.services.db, jobId, [ageing(), bankStatement(), rollForward('57,830')]);
  return jobId;
}

async function announced(credential: string): Promise<string> {
  const answer = await fetch(`${system.url}/api/jobs`, {
    method: 'POST',
    headers: { authorization: `Bearer ${credential}`, 'content-type': 'application/json' },
    body: JSON.stringify({ filename: 'b.pdf', bytes: 1, sha256: 'a'.repeat(64) }),
  });
  return ((await answer.json()) as { jobId: string }).jobId;
}

interface Tried {
  outcome: string;
  faults: string[];
  /** Of a job that it made. */
  jobId?: string;
}

async function tryDrawn(drawn: DrawnRequest): Promise<Tried> {
  const answered = await sendDrawn(system.url, drawn, agent);
  const { status, headers, body } = answered;
  const { pathname } = new URL(drawn.path, 'http://x');
  // The head of an answer says no code.
  if (drawn.method === 'HEAD') {
    const type = status < 400 || headers.get('content-type') === 'application/problem+json';
    return { outcome: `${status} to HEAD`, faults: status < 500 && type ? [] : [`${status} to HEAD`] };
  }
  const { outcome, faults } = judge({ method: drawn.method, pathname }, answered);
  const jobId = status === 201 ? /"jobId":"([^"]+)"/.exec(body)?.[1] : undefined;
  return {
    outcome,
    faults: status < 500 ? faults : [outcome, ...faults],
    ...(jobId === undefined ? {} : { jobId }),
  };
}

/** Nothing at all is an answer too, to what is no request. */
async function tryRaw(bytes: Buffer): Promise<Tried> {
  const text = await sendRaw(system.url, bytes);
  const [, status = ''] = /^HTTP\/1\.1 (\d{3}) /.exec(text) ?? [];
  if (text === '') return { outcome: 'raw: closed', faults: [] };
  const isProblem =
    /\r\ncontent-type: application\/problem\+json\r\n/i.test(text) && /"code":"[a-z-]+"/.test(text);
  const fine = Number(status) >= 200 && Number(status) < 500 && (Number(status) < 400 || isProblem);
  return { outcome: `raw: ${status}`, faults: fine ? [] : [text.slice(0, 200)] };
}

/** In the order of the seed; those of a batch are sent side by side. */
function drawTry(number: number): { send: () => Promise<Tried>; told: string } {
  if (number % rawOf === 0) {
    const bytes = drawRaw(dice);
    return { send: async () => tryRaw(bytes), told: JSON.stringify(bytes.toString('latin1').slice(0, 600)) };
  }
  const drawn = drawRequest(document, dice.pick(weighted), { dice, pool });
  const body = drawn.body?.toString('latin1').slice(0, 600) ?? null;
  return { send: async () => tryDrawn(drawn), told: JSON.stringify({ ...drawn, body }) };
}

/** So that there is always a job with schedules and files, whatever was erased. */
async function renew(): Promise<void> {
  pool.jobIds = [await lift(), ...pool.jobIds.slice(-30)];
}

test(
  `${times} requests from the document and at random have answers that the document allows, and none is a failure of ours`,
  { timeout: 3_600_000 },
  async () => {
    const outcomes = new Map<string, number>();
    const faults: string[] = [];
    for (let number = 0; number < times; number += atOnce) {
      if (number % 120 === 0) await renew();
      const tries = Array.from({ length: Math.min(atOnce, times - number) }, (_, each) =>
        drawTry(number + each),
      );
      const tried = await Promise.all(tries.map(async ({ send }) => send()));
      for (const [each, { outcome, faults: found, jobId }] of tried.entries()) {
        outcomes.set(outcome, (outcomes.get(outcome) ?? 0) + 1);
        if (found.length > 0)
          faults.push(`request ${number + each}: ${found.join('; ')} to ${tries[each]?.told}`);
        if (jobId !== undefined) pool.jobIds.push(jobId);
      }
    }
    // The first of them stands in the message's first line, which is all that `npm run faults` shows.
    expect(
      faults.map((fault) => fault.slice(0, 700)).slice(0, 10),
      `${faults.length} faults: ${faults[0]?.slice(0, 120).replaceAll(/\s+/g, ' ')}\n${repeat}`,
    ).toEqual([]);
    // The host answers and the worker works: a real job goes through.
    await lift();
    expect((await system.fetch('/health/ready')).status).toBe(200);
    const counted = [...outcomes].toSorted(([, a], [, b]) => b - a);
    const refused = counted
      .filter(([outcome]) => /[45]\d\d/.test(outcome))
      .reduce((sum, [, count]) => sum + count, 0);
    // Mostly nearly right: requests that are all refused at the door would say little.
    expect(refused).toBeLessThan(times * 0.95);
    const figure = `${times} requests, ${refused} refused, ${counted.length} kinds of answers, 0 × 5xx, seed ${seed}`;
    tellFigure({ figure });
  },
);
