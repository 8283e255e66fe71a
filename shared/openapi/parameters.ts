import { z } from 'zod';
import { atoms } from '../contracts/forms/atoms.ts';
import type { Contract } from '../contracts/contract.ts';
import type { endpoints, ListedEndpoint } from '../contracts/endpoints.ts';
import type { Parameter, Reference } from './openapi.ts';
import { toSchema } from './to-schema.ts';

type NameIn<P> = P extends `${string}:${infer Rest}`
  ? Rest extends `${infer Name}/${infer More}`
    ? Name | NameIn<More>
    : Rest
  : never;

/** Every name in an address. What is not of its form is answered like what does not exist. */
const inPath: Record<NameIn<keyof typeof endpoints>, z.ZodType> = {
  jobId: atoms.id,
  page: atoms.ordinal,
  ordinal: atoms.ordinal,
  exportId: atoms.id,
  webhookId: atoms.id,
  userId: z.string().min(1).describe('`me`, or with `admin` another user of the tenant.'),
};

/** Headers of requests, as components. */
export const headerParameters: Record<string, Parameter> = {
  traceparent: header('traceparent', {
    about: 'W3C Trace Context; a bad one is replaced, never refused.',
    schema: { type: 'string', examples: ['00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01'] },
  }),
  'x-trace-id': header('x-trace-id', {
    about: 'A trace id as a UUID, where there is no `traceparent`.',
    schema: { type: 'string', format: 'uuid' },
  }),
  'idempotency-key': header('Idempotency-Key', {
    about:
      'The same key with the same body answers what was answered before, for 24 hours; with another body it is refused.',
    schema: { type: 'string', minLength: 1, maxLength: 255 },
  }),
  'if-none-match': header('If-None-Match', {
    about: 'The ETag of an earlier answer: where nothing has changed, 304 without a body.',
    schema: { type: 'string' },
  }),
};

/** The names in an address, in their order. */
export function pathParameters(path: string): Parameter[] {
  return [...path.matchAll(/:(\w+)/g)].map(([, name = '']) => {
    const { description, ...schema } = toSchema(inPath[name as keyof typeof inPath], 'input');
    return { name, in: 'path', required: true, ...(description ? { description } : {}), schema };
  });
}

/** What stands in the query, and which headers the call heeds. */
export function callParameters(
  { query }: Contract,
  { idempotent, polled }: ListedEndpoint,
): (Parameter | Reference)[] {
  const { properties = {}, required = [] } = query === undefined ? {} : toSchema(query, 'input');
  const inQuery = Object.entries(properties).map(([name, { description, ...schema }]): Parameter => ({
    name,
    in: 'query',
    required: required.includes(name),
    ...(description === undefined ? {} : { description }),
    schema,
  }));
  return [
    ...inQuery,
    ...(idempotent ? [refTo('idempotency-key')] : []),
    ...(polled ? [refTo('if-none-match')] : []),
  ];
}

/** What every call takes. */
export function traceParameters(): Reference[] {
  return [refTo('traceparent'), refTo('x-trace-id')];
}

function refTo(name: string): Reference {
  return { $ref: `#/components/parameters/${name}` };
}

function header(name: string, { about, schema }: { about: string; schema: Parameter['schema'] }): Parameter {
  return { name, in: 'header', required: false, description: about, schema };
}
