import { bodies } from '../contracts/bodies.ts';
import { bodyExamples } from '../contracts/body-examples.ts';
import { contractOf } from '../contracts/contracts.ts';
import { type ListedEndpoint, listEndpoints } from '../contracts/endpoints.ts';
import { forms } from '../contracts/forms/forms.ts';
import type { OpenApi, OperationMethod, PathItem, Schema, Server } from './openapi.ts';
import { type Call, operation, problemsOf } from './operation.ts';
import { headerParameters, pathParameters, traceParameters } from './parameters.ts';
import { problemResponses } from './problem-responses.ts';
import { responseHeaders } from './response-headers.ts';
import { tagOf, tags } from './tags.ts';
import { toComponents } from './to-schema.ts';

/**
 * The API as OpenAPI 3.1, made of the table of endpoints, its contracts and the table of errors: the same text each time.
 * Addresses are relative to two servers, because what stands below /api answers below /v1 alike. Made once in a process: it
 * takes some 50 ms, and anybody may ask for it.
 */
export function openApiDocument(): Readonly<OpenApi> {
  made ??= makeDocument();
  return made;
}

let made: OpenApi | undefined;

function makeDocument(): OpenApi {
  const calls = listEndpoints().map((row): Call => ({
    row,
    contract: contractOf(row),
    tag: tagOf(row.path),
  }));
  return {
    openapi: '3.1.0',
    info,
    servers: [
      { url: '/api', description: 'The API.' },
      { url: '/v1', description: 'The same under another name.' },
    ],
    tags,
    paths: pathsOf(calls),
    components: {
      schemas: { ...bodySchemas(), ...toComponents(forms, 'output') },
      responses: problemResponses([...calls.map(problemsOf), ['method-not-allowed']]),
      parameters: headerParameters,
      headers: responseHeaders,
      securitySchemes,
    },
  };
}

function bodySchemas(): Record<string, Schema> {
  const schemas = Object.entries(toComponents(bodies, 'input'));
  return Object.fromEntries(
    schemas.map(([name, schema]) => [
      name,
      { ...schema, examples: [bodyExamples[name as keyof typeof bodyExamples]] },
    ]),
  );
}

function pathsOf(calls: readonly Call[]): Record<string, PathItem> {
  const paths: Record<string, PathItem> = {};
  for (const call of calls) {
    const { path, method, scope } = call.row;
    const key = path.replace(scope === null ? '' : /^\/api(?=\/)/, '').replaceAll(/:(\w+)/g, '{$1}');
    paths[key] ??= { ...serversOf(call.row), parameters: [...pathParameters(path), ...traceParameters()] };
    paths[key][method.toLowerCase() as OperationMethod] = operation(call);
  }
  return paths;
}

/** What answers anybody has one address. */
function serversOf({ scope }: ListedEndpoint): { servers?: Server[] } {
  return scope === null ? { servers: [{ url: '/', description: 'This address alone.' }] } : {};
}

const securitySchemes = {
  apiKey: {
    type: 'http',
    scheme: 'bearer',
    bearerFormat: 'll_…',
    description: 'A key of `ledgerlift keys create`, with the scopes it was given.',
  },
  token: {
    type: 'http',
    scheme: 'bearer',
    bearerFormat: 'JWT',
    description: 'A token of the identity provider, where one is connected; its scopes are a claim.',
  },
};

const info = {
  title: 'LedgerLift',
  version: '1.0.0',
  summary: 'Lifts the schedules out of financial PDFs, proves their arithmetic and hands them over as Excel.',
  description: [
    'Announce a file (`POST /jobs`), PUT it where the answer says, start the job, ask until it has ended, take its schedules or order an export.',
    'Tenant and user come from the credential alone. A security requirement names the scope that a call needs.',
    'Every error is problem+json (RFC 9457); decide on its `code`. What is foreign, unknown or not of the form of an id is 404 in the same words. A method that an address does not have is answered with 405 and `Allow`.',
    'Calls that are not shown with a body take an empty one or `{}`; unknown fields are refused, and answers have no others than those shown. A platform in front may refuse floods with a 429 of its own, which is no problem+json.',
    'Amounts of money are integer cents; times are ISO 8601 in UTC.',
  ].join('\n\n'),
  license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
};
