import { createHmac, timingSafeEqual } from 'node:crypto';

/** What a signed address of the local store allows: one method on one key, for a while. */
export interface StoreGrant {
  method: 'PUT' | 'GET';
  key: string;
  /** Last second of validity, in seconds since 1970. */
  expires: number;
  /** PUT: the type to be stored; empty for GET. */
  contentType: string;
  /** PUT: the exact length announced, and therefore the most that is read; 0 for GET. */
  bytes: number;
  /** GET: the name the download is offered under; empty for PUT. */
  filename: string;
}

type StoreRefusal = 'malformed' | 'expired' | 'wrong-method' | 'bad-signature';

export type StoreVerdict = { ok: true; grant: StoreGrant } | { ok: false; reason: StoreRefusal };

/** Addresses of the local store begin with this, below the public address. */
export const storePath = '/_store/';

/** The address for a grant below `publicUrl`, signed with HMAC-SHA256 over everything it allows. */
export function signStoreUrl(secret: string, publicUrl: string, grant: StoreGrant): string {
  const path = grant.key.split('/').map(encodeURIComponent).join('/');
  const query = new URLSearchParams({ expires: String(grant.expires) });
  if (grant.contentType !== '') query.set('type', grant.contentType);
  if (grant.bytes !== 0) query.set('bytes', String(grant.bytes));
  if (grant.filename !== '') query.set('filename', grant.filename);
  query.set('signature', signature(secret, grant));
  return `${publicUrl.replace(/\/+$/, '')}${storePath}${path}?${query.toString()}`;
}

/**
 * What the bearer of an address may do, or why nothing. `method` is the one of the request; a valid signature for the
 * other method answers 'wrong-method'. Signatures are compared in constant time and before anything else is told.
 */
export function verifyStoreUrl(
  secret: string,
  request: { method: string; url: URL },
  now: Date,
): StoreVerdict {
  const read = readUrl(request.url);
  if (read === null) return { ok: false, reason: 'malformed' };
  const methods = ['PUT', 'GET'] as const;
  const signedFor = methods.find((method) => isSignedBy(secret, { ...read.grant, method }, read.signature));
  if (signedFor === undefined) return { ok: false, reason: 'bad-signature' };
  if (signedFor !== request.method) return { ok: false, reason: 'wrong-method' };
  if (Math.floor(now.getTime() / 1000) > read.grant.expires) return { ok: false, reason: 'expired' };
  return { ok: true, grant: { ...read.grant, method: signedFor } };
}

function readUrl(url: URL): { grant: Omit<StoreGrant, 'method'>; signature: string } | null {
  const start = url.pathname.indexOf(storePath);
  if (start < 0) return null;
  const key = decodePath(url.pathname.slice(start + storePath.length));
  const expires = readCount(url.searchParams.get('expires'));
  const bytes = readCount(url.searchParams.get('bytes') ?? '0');
  const signed = url.searchParams.get('signature');
  if (key === null || key === '' || expires === null || bytes === null || signed === null) return null;
  const contentType = url.searchParams.get('type') ?? '';
  const filename = url.searchParams.get('filename') ?? '';
  const grant = { key, expires, contentType, bytes, filename };
  return { grant, signature: signed };
}

function decodePath(path: string): string | null {
  try {
    return decodeURIComponent(path);
  } catch {
    return null;
  }
}

function readCount(text: string | null): number | null {
  return text !== null && /^\d{1,15}$/.test(text) ? Number(text) : null;
}

/** The texts are compared, not the decoded bytes: base64url has several spellings of one value. */
function isSignedBy(secret: string, grant: StoreGrant, given: string): boolean {
  const expected = Buffer.from(signature(secret, grant), 'utf8');
  const offered = Buffer.from(given, 'utf8');
  return offered.length === expected.length && timingSafeEqual(offered, expected);
}

/** JSON of a list is unambiguous: no value can run over into its neighbour. */
function signature(secret: string, grant: StoreGrant): string {
  const { method, key, expires, contentType, bytes, filename } = grant;
  const text = JSON.stringify(['ledgerlift-store-1', method, key, expires, contentType, bytes, filename]);
  return createHmac('sha256', secret).update(text, 'utf8').digest('base64url');
}
