import { createHash, createHmac } from 'node:crypto';
import type { IncomingMessage } from 'node:http';

export type PresignFault = 'AccessDenied' | 'SignatureDoesNotMatch';

/**
 * Checks a presigned address as AWS does (Signature Version 4, query form), so that a body of another length or type
 * than the signed one is refused. null where it is good.
 */
export function presignFault(
  request: IncomingMessage,
  secretAccessKey: string,
  now: Date,
): PresignFault | null {
  const url = new URL(request.url ?? '/', `http://${request.headers.host}`);
  const query = url.searchParams;
  const [date, region] = (query.get('X-Amz-Credential') ?? '').split('/').slice(1);
  const signedAt = query.get('X-Amz-Date') ?? '';
  const expiresAt = amzTime(signedAt) + Number(query.get('X-Amz-Expires')) * 1000;
  if (Number.isNaN(expiresAt) || now.getTime() > expiresAt) return 'AccessDenied';
  const scope = `${date}/${region}/s3/aws4_request`;
  const toSign = ['AWS4-HMAC-SHA256', signedAt, scope, sha256(canonicalRequest(request, url))].join('\n');
  const key = [date, region, 's3', 'aws4_request'].reduce<string | Buffer>(
    (secret, part) => hmac(secret, part ?? ''),
    `AWS4${secretAccessKey}`,
  );
  const expected = hmac(key, toSign).toString('hex');
  return expected === query.get('X-Amz-Signature') ? null : 'SignatureDoesNotMatch';
}

function canonicalRequest(request: IncomingMessage, url: URL): string {
  const signedHeaders = (url.searchParams.get('X-Amz-SignedHeaders') ?? '').split(';');
  const headers = signedHeaders
    .map((name) => `${name}:${String(request.headers[name] ?? '').trim()}\n`)
    .join('');
  const payload = url.searchParams.get('X-Amz-Content-Sha256') ?? 'UNSIGNED-PAYLOAD';
  const query = [...url.searchParams]
    .filter(([name]) => name !== 'X-Amz-Signature')
    .map(([name, value]) => `${uriEncode(name)}=${uriEncode(value)}`)
    .sort()
    .join('&');
  return [request.method, url.pathname, query, headers, signedHeaders.join(';'), payload].join('\n');
}

function amzTime(text: string): number {
  return Date.parse(text.replace(/^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/, '$1-$2-$3T$4:$5:$6Z'));
}

function uriEncode(text: string): string {
  return encodeURIComponent(text).replaceAll(/[!'()*]/g, (character) => {
    return `%${character.charCodeAt(0).toString(16).toUpperCase()}`;
  });
}

function hmac(key: string | Buffer, text: string): Buffer {
  return createHmac('sha256', key).update(text, 'utf8').digest();
}

function sha256(text: string): string {
  return createHash('sha256').update(text, 'utf8').digest('hex');
}
