import { expect, test } from 'vitest';
import { conditional } from '#netlify/http/conditional.ts';
import { json } from '#netlify/http/json.ts';
import { jsonWithAddress } from '#netlify/http/json-with-address.ts';

const answered = async (answer: Response, ifNoneMatch?: string): Promise<Response> => {
  const headers = ifNoneMatch === undefined ? {} : { 'if-none-match': ifNoneMatch };
  return conditional(new Request('http://x/', { headers }), answer);
};
const tagOf = async (answer: Response): Promise<string> => (await answered(answer)).headers.get('etag') ?? '';

test('an answer carries a strong tag that is the same for the same bytes alone', async () => {
  const [one, same, other] = [json(200, { a: 1 }), json(200, { a: 1 }), json(200, { a: 2 })];
  const tag = await tagOf(one);
  expect(tag).toMatch(/^"[\w-]{43}"$/);
  expect(await tagOf(same)).toBe(tag);
  expect(await tagOf(other)).not.toBe(tag);
});

test('only its own caller may keep it, and has to ask each time', async () => {
  const answer = await answered(json(200, {}));
  expect(answer.headers.get('cache-control')).toBe('no-cache, private');
  expect(answer.headers.get('content-type')).toBe('application/json');
  expect(await answer.text()).toBe('{}');
});

test.each([
  ['the tag', (tag: string) => tag],
  ['the tag as a weak one', (tag: string) => `W/${tag}`],
  ['a list with it', (tag: string) => `"a,b", W/"c",${tag} , "d"`],
  ['a star', () => '*'],
])('%s is answered 304, without a body', async (_, ask) => {
  const tag = await tagOf(json(200, { a: 1 }));
  const answer = await answered(json(200, { a: 1 }), ask(tag));
  expect([answer.status, answer.body]).toEqual([304, null]);
  expect(Object.fromEntries(answer.headers)).toEqual({ etag: tag, 'cache-control': 'no-cache, private' });
});

test.each([
  ['another tag', () => '"a"'],
  ['a tag without its quotes', (tag: string) => tag.slice(1, -1)],
  ['part of it', (tag: string) => `${tag.slice(0, -2)}"`],
  ['nothing', () => ''],
])('%s is answered in full', async (_, ask) => {
  const tag = await tagOf(json(200, { a: 1 }));
  expect((await answered(json(200, { a: 1 }), ask(tag))).status).toBe(200);
});

test('a refusal carries no tag, and a star does not match it', async () => {
  const answer = await answered(json(404, {}), '*');
  expect([answer.status, answer.headers.has('etag')]).toEqual([404, false]);
});

const minutes = 60_000;
const lastsSeconds = 300;
/** As it is answered so many minutes after a half began. */
const signed = (after: number, change: object = {}): Response => {
  const expiresAt = new Date(Date.UTC(2026, 0, 1) + after * minutes + lastsSeconds * 1000).toISOString();
  const file = { method: 'GET' as const, url: `http://store/?signed=${after}`, headers: {}, expiresAt };
  const view = { status: 'COMPLETED', file, ...change };
  return jsonWithAddress(view, 'file', lastsSeconds);
};

test('an address that is signed anew at each poll leaves the tag as it is, and the tag is weak', async () => {
  const tag = await tagOf(signed(0));
  expect(tag).toMatch(/^W\/"/);
  expect(await tagOf(signed(2))).toBe(tag);
  expect((await answered(signed(2), tag)).status).toBe(304);
  expect(await tagOf(signed(2, { status: 'FAILED' }))).not.toBe(tag);
});

test('who is answered 304 has an address that is good for half of its life at least', async () => {
  const tag = await tagOf(signed(0));
  expect((await answered(signed(2.4), tag)).status).toBe(304);
  expect((await answered(signed(2.5), tag)).status).toBe(200);
});

test('without an address it is an answer like any other', async () => {
  expect(await tagOf(signed(0, { file: null }))).toMatch(/^"/);
});
