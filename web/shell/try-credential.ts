import { readProblem } from './read-problem.ts';
import { signIn } from './session.ts';
import { ApiProblem } from './api-problem.ts';

/**
 * Signs in with a credential that the service takes. One without `jobs:read` is taken too: what it cannot do its pages
 * say. Throws ApiProblem.
 */
export async function tryCredential(given: string): Promise<void> {
  // What no header can carry is no credential either.
  if (!/^[\x21-\x7e]+$/.test(given))
    throw new ApiProblem({ status: 401, code: 'unauthenticated', detail: noForm });
  const headers = { authorization: `Bearer ${given}` };
  const answer = await fetch('/api/jobs?limit=1', { headers, cache: 'no-store', credentials: 'omit' }).catch(
    () => {
      const detail = 'The service does not answer. Check the connection; then try again.';
      throw new ApiProblem({ status: 0, code: 'unreachable', detail });
    },
  );
  if (!answer.ok && answer.status !== 403) {
    const { code, facts, status, ...said } = await readProblem(answer);
    const detail = status === 401 ? refused : said.detail;
    throw new ApiProblem({ status, code, detail, facts: { ...facts } });
  }
  signIn(given);
}

const noForm = 'This is neither a key nor a token: both are one word without spaces. Copy it whole.';
const refused =
  'The service does not know this key or token, or it has expired. Copy it whole, or ask for a new one.';
