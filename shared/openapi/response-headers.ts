import type { Header, Reference } from './openapi.ts';

/** Headers of answers, as components. */
export const responseHeaders = {
  traceparent: always('The trace of this answer (W3C Trace Context).'),
  'x-trace-id': always('The same trace as a UUID.', { format: 'uuid' }),
  'x-span-id': always('The span of this answer.', { pattern: '^[0-9a-f]{16}$' }),
  'Cache-Control': always('`no-cache, private` of what has an ETag, `no-store` of everything else.', {
    enum: ['no-store', 'no-cache, private'],
  }),
  RateLimit: sometimes(
    'What is left of each quota, and seconds until it is whole again. It is there once a request was counted: not where one was refused before that, needs no credential, or could not be counted.',
    {
      pattern: itemsOf('r=\\d+;t=\\d+'),
      examples: ['"address-reads";r=599;t=60, "credential-reads";r=599;t=60'],
    },
  ),
  'RateLimit-Policy': sometimes('Each quota with its window in seconds, wherever RateLimit is.', {
    pattern: itemsOf('q=\\d+;w=\\d+'),
    examples: ['"address-reads";q=600;w=60, "credential-reads";q=600;w=60'],
  }),
  'Retry-After': sometimes('Seconds to wait before the same again, where that can help.', {
    pattern: '^\\d+$',
  }),
  ETag: always(
    'Of this state of the answer: send it as If-None-Match. Weak where the answer has an address that is signed anew each time.',
    { pattern: '^(W/)?"[\\w-]+"$' },
  ),
  'Idempotency-Replayed': sometimes('There where the answer is the one of before.', { enum: ['true'] }),
  Link: sometimes('The next page: `</api/audit?cursor=…>; rel="next"`.'),
  Allow: always('The methods of the address.'),
  'WWW-Authenticate': always('Always `Bearer`.', { enum: ['Bearer'] }),
} satisfies Record<string, Header>;

type HeaderName = keyof typeof responseHeaders;

const everywhere = ['traceparent', 'x-trace-id', 'x-span-id', 'Cache-Control'] as const;

/** References to the headers that every answer carries, and to others. */
export function headersWith(...names: readonly HeaderName[]): Record<string, Reference> {
  return Object.fromEntries(
    [...everywhere, ...names].map((name) => [name, { $ref: `#/components/headers/${name}` }]),
  );
}

function always(description: string, schema: Header['schema'] = {}): Header {
  return { description, required: true, schema: { type: 'string', ...schema } };
}

function sometimes(description: string, schema: Header['schema'] = {}): Header {
  return { description, required: false, schema: { type: 'string', ...schema } };
}

/** A list of Structured Fields (RFC 9651), each the name of a quota with its parameters. */
function itemsOf(parameters: string): string {
  const item = `"[a-z-]+";${parameters}`;
  return `^${item}(, ${item})*$`;
}
