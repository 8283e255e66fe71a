import type { Contract, OtherAnswer } from '../contracts/contract.ts';
import type { ListedEndpoint } from '../contracts/endpoints.ts';
import { everyProblem } from '../contracts/every-problem.ts';
import type { FormName } from '../contracts/forms/forms.ts';
import type { ErrorCode } from '../errors.ts';
import type { Content, Operation, Response } from './openapi.ts';
import { callParameters } from './parameters.ts';
import { problemRefs } from './problem-responses.ts';
import { headersWith } from './response-headers.ts';

/** One row of the table of endpoints with its contract. */
export interface Call {
  row: ListedEndpoint;
  contract: Contract;
  tag: string;
}

/** A call as an operation of OpenAPI. */
export function operation({ row, contract, tag }: Call): Operation {
  const { scope, about } = row;
  const { id, body } = contract;
  return {
    operationId: id,
    tags: [tag],
    summary: `${about.slice(0, 1).toUpperCase()}${about.slice(1)}`,
    // Names of scopes, as OpenAPI 3.1 has it for schemes that are not OAuth's own.
    security: scope === null ? [] : [{ apiKey: [scope] }, { token: [scope] }],
    parameters: callParameters(contract, row),
    ...(body === undefined
      ? {}
      : { requestBody: { required: true, content: { 'application/json': { schema: ref(body) } } } }),
    responses: { ...answersOf(row, contract), ...problemRefs(problemsOf({ row, contract })) },
  };
}

/** Every code that a call may answer. */
export function problemsOf({ row, contract }: Pick<Call, 'row' | 'contract'>): ErrorCode[] {
  return [
    ...contract.problems,
    ...(row.scope === null ? everyProblem.open : everyProblem.guarded),
    ...(row.idempotent ? everyProblem.keyed : []),
    ...(row.effect === 'write' && contract.problems.includes('malformed-request')
      ? everyProblem.withBody
      : []),
  ];
}

function answersOf(
  { scope, polled, idempotent }: ListedEndpoint,
  contract: Contract,
): Record<string, Response> {
  const headers = headersWith(
    ...(scope === null ? [] : (['RateLimit', 'RateLimit-Policy'] as const)),
    ...(idempotent ? (['Idempotency-Replayed'] as const) : []),
    ...(polled ? (['ETag'] as const) : []),
    ...(contract.paged ? (['Link'] as const) : []),
  );
  const answers = Object.entries(contract.answers).map(([status, answer]): [string, Response] => {
    const content = contentOf(answer);
    const description = descriptions[status] ?? '';
    return [status, { description, headers, ...(content === undefined ? {} : { content }) }];
  });
  const unchanged: [string, Response][] = polled
    ? [['304', { description: descriptions['304'] ?? '', headers }]]
    : [];
  return Object.fromEntries([...answers, ...unchanged]);
}

const descriptions: Record<string, string> = {
  200: 'Done: this is how it stands.',
  201: 'Created.',
  202: 'Taken: the work goes on, ask again.',
  204: 'Done; there is nothing to say.',
  304: 'Nothing has changed since the answer with this ETag.',
  503: 'A part does not answer.',
};

function contentOf(answer: FormName | OtherAnswer | null): Content | undefined {
  if (answer === null) return undefined;
  if (typeof answer === 'string') return { 'application/json': { schema: ref(answer) } };
  const { form, contentTypes } = answer;
  return Object.fromEntries(
    contentTypes.map((type) => [
      type,
      { schema: type === 'application/json' && form !== undefined ? ref(form) : { type: 'string' } },
    ]),
  );
}

function ref(name: string): { $ref: string } {
  return { $ref: `#/components/schemas/${name}` };
}
