import type { Header, Reference } from './openapi.ts';

const text = { type: 'string' };

/** Headers of answers, as components. */
export const responseHeaders = {
  traceparent: { description: 'The trace of this answer (W3C Trace Context).', schema: text },
  'x-trace-id': { description: 'The same trace as a UUID.', schema: { type: 'string', format: 'uuid' } },
  'x-span-id': {
    description: 'The span of this answer.',
    schema: { type: 'string', pattern: '^[0-9a-f]{16}$' },
  },
  RateLimit: {
    description: 'What is left, and seconds until it is whole again: `"default";r=99;t=60`.',
    schema: text,
  },
  'RateLimit-Policy': { description: 'The limit and its window: `"default";q=100;w=60`.', schema: text },
  'Retry-After': {
    description: 'Seconds to wait before the same again.',
    schema: { type: 'string', pattern: '^\\d+$' },
  },
  ETag: { description: 'Of this state of the answer: send it as If-None-Match.', schema: text },
  Link: { description: 'The next page: `</api/audit?cursor=…>; rel="next"`.', schema: text },
  Allow: { description: 'The methods of the address.', schema: text },
  'WWW-Authenticate': { description: 'Always `Bearer`.', schema: text },
} satisfies Record<string, Header>;

type HeaderName = keyof typeof responseHeaders;

const traced = ['traceparent', 'x-trace-id', 'x-span-id'] as const;

/** References to the headers that every answer carries, and to others. */
export function headersWith(...names: readonly HeaderName[]): Record<string, Reference> {
  return Object.fromEntries(
    [...traced, ...names].map((name) => [name, { $ref: `#/components/headers/${name}` }]),
  );
}
