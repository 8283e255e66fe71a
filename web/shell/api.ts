import { ApiProblem } from './api-problem.ts';
import { readProblem } from './read-problem.ts';
import { credential, signOut } from './session.ts';

export interface Answer<T> {
  body: T;
  etag: string | null;
}

interface Reading {
  signal?: AbortSignal;
}

/**
 * Reads from the API. With `etag` (the one of the answer before; null for none) the answer comes with its own, and is null
 * where nothing has changed since. Throws ApiProblem.
 */
export async function getJson<T>(path: string, options?: Reading): Promise<T>;
export async function getJson<T>(
  path: string,
  options: Reading & { etag: string | null },
): Promise<Answer<T> | null>;
export async function getJson<T>(
  path: string,
  { signal, etag }: Reading & { etag?: string | null } = {},
): Promise<T | Answer<T> | null> {
  const headers = etag ? { 'if-none-match': etag } : {};
  const answer = await call(path, { method: 'GET', headers, ...(signal ? { signal } : {}) });
  if (answer.status === 304) return null;
  const body = (await answer.json()) as T;
  return etag === undefined ? body : { body, etag: answer.headers.get('etag') };
}

/** Has something done; answers what the API says to it. Throws ApiProblem. */
export async function sendJson<T>(method: Method, path: string, body?: unknown): Promise<T> {
  return send(path, { method }, body);
}

/**
 * A POST that may be sent again without being done twice: `key` is made once for what is wanted, and stays the same for
 * every try (Idempotency-Key). Throws ApiProblem.
 */
export async function sendOnce<T>(key: string, path: string, body?: unknown): Promise<T> {
  return send(path, { method: 'POST', headers: { 'idempotency-key': key } }, body);
}

type Method = 'POST' | 'PUT' | 'PATCH' | 'DELETE';

async function send<T>(path: string, init: RequestInit, body: unknown): Promise<T> {
  const headers = new Headers(init.headers);
  if (body !== undefined) headers.set('content-type', 'application/json');
  const sent = body === undefined ? {} : { body: JSON.stringify(body) };
  const answer = await call(path, { ...init, headers, ...sent });
  const text = await answer.text();
  return (text === '' ? null : JSON.parse(text)) as T;
}

/** A call as it is, for what is no JSON. Throws ApiProblem; a refused credential ends the session. */
export async function call(path: string, init: RequestInit): Promise<Response> {
  const given = credential.value;
  const headers = new Headers(init.headers);
  if (given !== null) headers.set('authorization', `Bearer ${given}`);
  const answer = await fetch(path, { ...init, headers, cache: 'no-store', credentials: 'omit' }).catch(
    (cause: unknown) => {
      throw init.signal?.aborted === true ? cause : unreachable();
    },
  );
  if (answer.ok || answer.status === 304) return answer;
  // Not where somebody has signed in anew meanwhile.
  if (answer.status === 401 && given !== null && credential.peek() === given) signOut(refused);
  throw await readProblem(answer);
}

const refused =
  'The service does not take this credential (any longer): it may have expired or been revoked.';

function unreachable(): ApiProblem {
  const detail = 'The service does not answer. Check the connection; then try again.';
  return new ApiProblem({ status: 0, code: 'unreachable', detail });
}
