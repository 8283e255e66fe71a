import { ApiProblem } from './api-problem.ts';

/** A refused answer as the problem it tells of; a proxy or a store answers without a document. */
export async function readProblem(answer: Response): Promise<ApiProblem> {
  const document: unknown = await answer.json().catch(() => null);
  const members = isRecord(document) ? document : {};
  const {
    code,
    detail,
    type: _type,
    title: _title,
    status: _status,
    instance: _instance,
    ...facts
  } = members;
  const seconds = Number(answer.headers.get('retry-after') ?? Number.NaN);
  return new ApiProblem({
    status: answer.status,
    code: typeof code === 'string' ? code : 'unknown',
    detail: typeof detail === 'string' ? detail : `The service answered ${answer.status}: try again.`,
    facts,
    retryAfterSeconds: Number.isFinite(seconds) ? seconds : null,
  });
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
