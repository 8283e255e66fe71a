import { Ajv2020 } from 'ajv/dist/2020.js';
import ajvFormats from 'ajv-formats';
import type { OpenApi, Reference, Response as Documented } from '#shared/openapi/openapi.ts';
import { type ListedOperation, listOperations } from './list-operations.ts';

export interface Asked {
  method: string;
  /** As it was sent, without the query. */
  pathname: string;
}

/** An answer as far as it is looked at. */
export interface Answered {
  status: number;
  headers: Headers;
  body: string;
}

export interface Verdict {
  /** Undefined where the document has no such call. */
  operation: ListedOperation | undefined;
  /** `201`, or `404 not-found` for a problem. */
  outcome: string;
  /** What the answer has that the document does not allow. */
  faults: string[];
}

type Judge = (asked: Asked, answered: Answered) => Verdict;

/** Holds answers to the document: status, type, body to the last field, and the headers of ours. */
export function answerChecker(document: OpenApi): Judge {
  const ajv = new Ajv2020({ strict: false, allErrors: true });
  ajvFormats.default(ajv);
  ajv.addSchema(document, 'openapi');
  const faultsOf = (pointer: string, value: unknown): string[] => {
    const validate = ajv.getSchema(`openapi${pointer}`);
    if (validate === undefined) return [`no schema at ${pointer}`];
    return validate(value) === true
      ? []
      : (validate.errors ?? []).map(
          ({ instancePath, message, params }) => `${instancePath} ${message} ${JSON.stringify(params)}`,
        );
  };
  const operations = listOperations(document).map((each) => ({ ...each, matches: matcher(each.address) }));
  return (asked, answered) => {
    const here = operations.filter(({ matches }) => matches(asked.pathname));
    // An address without a name in it comes before one that has one there, as with the functions.
    const best = here.toSorted((a, b) => names(a) - names(b))[0];
    const operation = here.find(
      ({ address, method }) => address === best?.address && method === asked.method,
    );
    const outcome = outcomeOf(answered);
    const place =
      operation === undefined ? strayPlace(outcome) : placeOf(document, operation, answered.status);
    const faults =
      place === undefined
        ? [`${asked.method} ${asked.pathname} is not documented to answer ${outcome}`]
        : contentFaults({
            place,
            asked,
            answered,
            faultsOf,
            headers: namedHeaders(document, place.response),
          });
    return { operation, outcome, faults };
  };
}

interface Place {
  response: Documented;
  pointer: string;
}

const names = ({ address }: ListedOperation): number => address.split('{').length;

function matcher(address: string): (pathname: string) => boolean {
  const pattern = new RegExp(`^${address.replaceAll('.', '\\.').replaceAll(/\{\w+\}/g, '[^/]+')}$`);
  return (pathname) => pattern.test(pathname);
}

function outcomeOf({ status, body }: Answered): string {
  const code = status < 400 ? undefined : (/"code":"([a-z0-9-]+)"\}$/.exec(body)?.[1] ?? undefined);
  return code === undefined ? String(status) : `${status} ${code}`;
}

function placeOf(document: OpenApi, { item, method, operation }: ListedOperation, status: number) {
  const response = operation.responses[status];
  if (response === undefined) return undefined;
  if (isReference(response)) {
    const name = response.$ref.split('/').at(-1) ?? '';
    const found = document.components.responses[name];
    return found && { response: found, pointer: response.$ref };
  }
  const path = Object.entries(document.paths).find(([, each]) => each === item)?.[0] ?? '';
  const steps = ['paths', path, method.toLowerCase(), 'responses', String(status)];
  return { response, pointer: `#/${steps.map(step).join('/')}` };
}

/** What may be said where there is no such call: by the host, and by an address that has not the method. */
function strayPlace(outcome: string): Place | undefined {
  const allowed = ['404 not-found', '405 method-not-allowed', '400 malformed-request'];
  if (!allowed.includes(outcome)) return undefined;
  const content = { 'application/problem+json': { schema: {} } };
  return { response: { description: '', content }, pointer: '' };
}

function contentFaults({
  place,
  asked,
  answered,
  faultsOf,
  headers,
}: {
  place: Place;
  asked: Asked;
  answered: Answered;
  headers: NamedHeaders;
  faultsOf: (pointer: string, value: unknown) => string[];
}): string[] {
  const { response, pointer } = place;
  const type = answered.headers.get('content-type')?.split(';')[0] ?? '';
  const { content } = response;
  const faults = pointer === '' ? [] : headerFaults(headers, answered.headers, faultsOf);
  if (content === undefined)
    return answered.body === '' ? faults : [...faults, 'a body where none is documented'];
  if (!(type in content)) return [...faults, `the content type ${type} is not documented`];
  if (asked.method === 'HEAD' || !type.endsWith('json')) return faults;
  const schema = pointer === '' ? '#/components/schemas/Problem' : `${pointer}/content/${step(type)}/schema`;
  if (type !== 'application/x-ndjson') return [...faults, ...jsonFaults(answered.body, schema, faultsOf)];
  const lines = answered.body.split('\n').slice(0, -1);
  return [
    ...faults,
    ...lines.flatMap((line) => jsonFaults(line, '#/components/schemas/AuditEvent', faultsOf)),
  ];
}

function jsonFaults(
  text: string,
  pointer: string,
  faultsOf: (pointer: string, value: unknown) => string[],
): string[] {
  try {
    return faultsOf(pointer, JSON.parse(text));
  } catch (error) {
    return [`the body is not JSON: ${String(error)}`];
  }
}

/** Headers that HTTP, the host and the browser's rules bring along; every other one has to be documented. */
const plain =
  /^(content-|connection|date|keep-alive|transfer-encoding|vary|referrer-policy|strict-transport-security|x-content-type-options|x-frame-options|permissions-policy)/;

function headerFaults(
  headers: NamedHeaders,
  answered: Headers,
  faultsOf: (pointer: string, value: unknown) => string[],
): string[] {
  const missing = [...headers].filter(([name, { required }]) => required && !answered.has(name));
  const strange = [...answered].flatMap(([name, value]) => {
    if (plain.test(name)) return [];
    const header = headers.get(name);
    if (header === undefined) return [`the header ${name} is not documented`];
    return faultsOf(`${header.$ref}/schema`, value).map((fault) => `${name}: ${fault}`);
  });
  return [...missing.map(([name]) => `the header ${name} is missing`), ...strange];
}

type NamedHeaders = Map<string, Reference & { required: boolean }>;

/** What a response names, by the name in small letters. */
function namedHeaders({ components }: OpenApi, { headers = {} }: Documented): NamedHeaders {
  return new Map(
    Object.entries(headers).map(([name, { $ref }]) => [
      name.toLowerCase(),
      { $ref, required: components.headers[$ref.split('/').at(-1) ?? '']?.required === true },
    ]),
  );
}

function isReference(response: Documented | Reference): response is Reference {
  return '$ref' in response;
}

/** A step of a JSON pointer in the fragment of an address. */
function step(text: string): string {
  return encodeURIComponent(text.replaceAll('~', '~0').replaceAll('/', '~1'));
}
