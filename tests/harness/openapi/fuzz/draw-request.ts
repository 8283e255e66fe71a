import type { OpenApi, Parameter, Schema } from '#shared/openapi/openapi.ts';
import type { ListedOperation } from '../list-operations.ts';
import type { Dice } from './dice.ts';
import { drawBody } from './draw-body.ts';
import { drawHostile, drawUuid, drawValue, hostileTexts } from './draw-value.ts';

/** What is there to be named: ids of jobs, own, foreign and erased ones, the best to ask for first; and credentials. */
export interface Pool {
  jobIds: string[];
  /** By what they are for; `scapegoat` is of a user who may be erased. */
  credentials: { whole: string; scapegoat: string; others: string[] };
}

export interface DrawnRequest {
  method: string;
  /** With the query. */
  path: string;
  headers: Record<string, string | string[]>;
  body: Buffer | null;
}

/** A request to one of the operations, from what the document says of it: mostly nearly right. */
export function drawRequest(
  document: OpenApi,
  operation: ListedOperation,
  { dice, pool }: Drawing,
): DrawnRequest {
  const method = dice.chance(0.9) ? operation.method : dice.pick(methods);
  const path = pathOf(operation, { dice, pool });
  const erasesUser = path.includes('/erase');
  const schema = operation.operation.requestBody?.content['application/json']?.schema;
  const body = method === 'GET' || method === 'HEAD' ? null : drawBody(resolved(document, schema), dice);
  return { method, path, body, headers: headersOf(erasesUser, { dice, pool }) };
}

export interface Drawing {
  dice: Dice;
  pool: Pool;
}

const methods = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS', 'PROPFIND', 'PURGE', 'TRACE'];

function resolved(document: OpenApi, schema: Schema | undefined): Schema | undefined {
  const name = schema?.$ref?.split('/').at(-1);
  return name === undefined ? schema : document.components.schemas[name];
}

function pathOf({ address, operation, item }: ListedOperation, drawing: Drawing): string {
  const { dice } = drawing;
  const path = address.replaceAll(/\{(\w+)\}/g, (_, name: string) => segment(name, drawing));
  const parameters = [...operation.parameters, ...(item.parameters ?? [])].flatMap((each): Parameter[] =>
    '$ref' in each ? [] : [each],
  );
  const query = parameters
    .filter((each) => each.in === 'query' && dice.chance(0.4))
    .map((each) => [each.name, dice.chance(0.5) ? drawValue(each.schema, dice) : forged(dice)]);
  if (dice.chance(0.05))
    query.push([dice.pick(['nobody', 'limit', 'cursor', '__proto__', '']), drawHostile(dice)]);
  const pairs = query.map(([name, value]) => `${encoded(String(name))}=${encoded(told(value))}`);
  return pairs.length === 0 ? path : `${path}?${pairs.join('&')}`;
}

/** What stands in an address or a header has to be text. */
function told(value: unknown): string {
  return (typeof value === 'string' ? value : JSON.stringify(value)).slice(0, 3000);
}

function segment(name: string, { dice, pool }: Drawing): string {
  if (name === 'jobId' && dice.chance(0.8))
    return dice.pick(dice.chance(0.6) ? pool.jobIds.slice(0, 1) : pool.jobIds);
  if (/page|ordinal/.test(name) && dice.chance(0.6)) return String(dice.below(4));
  if (name === 'userId' && dice.chance(0.5))
    return dice.pick(['me', 'nobody', 'user-of-tenant-b', '%E0%A4%A', 'a%2Fb']);
  if (dice.chance(0.4))
    return dice.pick([drawUuid(dice), drawUuid(dice).toUpperCase(), pool.jobIds.at(-1) ?? '']);
  if (dice.chance(0.5))
    return dice.pick(['..', '.', '%2e%2e', '%00', '%', '%zz', '%c0%80', ';', '*', '1;2', '{x}', '~']);
  return encoded(told(drawHostile(dice)).slice(0, 500)) || 'x';
}

/** A cursor of ours with another place in it, and what is none. */
function forged(dice: Dice): unknown {
  const of = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url');
  return dice.pick<() => unknown>([
    () => of([dice.pick(hostileTexts), drawUuid(dice)]),
    () => of([new Date(dice.below(2 ** 40)).toISOString(), drawUuid(dice)]),
    () => of(['9999-12-31T23:59:59Z', 'ffffffff-ffff-ffff-ffff-ffffffffffff']),
    () => of(drawHostile(dice)),
    () => drawHostile(dice),
  ])();
}

/** Percent-encoded also where a text is not well-formed: its bytes as they are. */
function encoded(text: string): string {
  return [...Buffer.from(text, 'utf8')]
    .map((byte) =>
      /[\w.~-]/.test(String.fromCharCode(byte))
        ? String.fromCharCode(byte)
        : `%${byte.toString(16).padStart(2, '0')}`,
    )
    .join('');
}

function headersOf(erasesUser: boolean, { dice, pool }: Drawing): DrawnRequest['headers'] {
  const { whole, scapegoat, others } = pool.credentials;
  const credential = erasesUser ? scapegoat : dice.chance(0.8) ? whole : dice.pick(others);
  const headers: DrawnRequest['headers'] = {
    authorization: dice.chance(0.95) ? `Bearer ${credential}` : dice.pick(schemes),
    'content-type': dice.chance(0.8) ? 'application/json' : dice.pick(contentTypes),
  };
  for (const [name, values] of Object.entries(oddHeaders)) {
    if (dice.chance(0.06)) headers[name] = dice.pick(values);
  }
  return headers;
}

const schemes = [
  '',
  'Bearer',
  'Bearer ',
  'bearer x',
  'Basic YTpi',
  'Bearer a.b.c',
  `Bearer ${'x'.repeat(5000)}`,
  'Bearer ll_é',
];

const contentTypes = [
  '',
  'text/plain',
  'application/xml',
  'application/json; charset=utf-16',
  'multipart/form-data; boundary=x',
  'application/x-www-form-urlencoded',
  'application/octet-stream',
  '/',
  'x'.repeat(2000),
];

const oddHeaders: Record<string, (string | string[])[]> = {
  traceparent: ['00-0-0-00', `00-${'0'.repeat(32)}-${'0'.repeat(16)}-00`, 'x'.repeat(1000), ['a', 'b']],
  'x-trace-id': ['nonsense', '00000000-0000-0000-0000-000000000000', "'; --"],
  'idempotency-key': ['', 'a', 'x'.repeat(5000), 'é', ['a', 'a'], 'same-key'],
  'if-none-match': ['*', '""', 'W/"x"', '"a", "b"', 'x'.repeat(3000)],
  accept: ['text/html', 'application/xml', '*/*;q=0', ''],
  'accept-encoding': ['gzip, br', 'identity;q=0', 'x'],
  'content-encoding': ['gzip', 'br', 'x'],
  'x-forwarded-for': ['127.0.0.1', "'", '::'.repeat(400)],
  'x-nf-client-connection-ip': ['10.0.0.1', 'nonsense', '1'.repeat(400)],
  'x-http-method-override': ['DELETE'],
  range: ['bytes=0-', 'bytes=9-1'],
  expect: ['100-continue'],
  origin: ['null', 'https://evil.example'],
  host: ['evil.example', 'localhost:1', 'x', '[::1]'],
  cookie: ['a=b; '.repeat(500)],
};
