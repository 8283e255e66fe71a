import { ApiProblem } from '../shell/api-problem.ts';
import type { Presigned } from '../shell/wire.ts';

interface Sending {
  signal: AbortSignal;
  /** Bytes that have left so far. */
  onProgress: (sentBytes: number) => void;
}

/**
 * Puts a file where a presigned address says. XMLHttpRequest, because fetch does not tell how much has been sent. Throws
 * ApiProblem, and what the signal carries where it is aborted.
 */
export async function putFile(grant: Presigned, file: File, { signal, onProgress }: Sending): Promise<void> {
  signal.throwIfAborted();
  const request = new XMLHttpRequest();
  const stop = (): void => request.abort();
  signal.addEventListener('abort', stop);
  try {
    await new Promise<void>((resolve, reject) => {
      request.open('PUT', grant.url);
      for (const [name, value] of Object.entries(grant.headers)) request.setRequestHeader(name, value);
      request.upload.addEventListener('progress', ({ loaded }) => onProgress(loaded));
      request.addEventListener('load', () => (request.status < 300 ? resolve() : reject(refusalOf(request))));
      request.addEventListener('error', () => reject(brokenOff()));
      request.addEventListener('abort', () => reject(signal.reason as unknown));
      request.send(file);
    });
  } finally {
    signal.removeEventListener('abort', stop);
  }
}

/** Our own store answers a problem document, others their XML. */
function refusalOf({ status, responseText }: XMLHttpRequest): ApiProblem {
  const said = documentOf(responseText);
  const expired = status === 403 ? 'The permission to upload has expired: try again.' : null;
  const detail = expired ?? said.detail ?? `The store refused the file (${status}): try again.`;
  const facts = said.traceId === undefined ? {} : { traceId: said.traceId };
  return new ApiProblem({ status, code: said.code ?? 'upload-refused', detail, facts });
}

function documentOf(text: string): { code?: string; detail?: string; traceId?: string } {
  try {
    return JSON.parse(text) as object;
  } catch {
    return {};
  }
}

/** The browser does not say whether the network failed or the store's CORS rule is missing: both are told. */
function brokenOff(): ApiProblem {
  const detail =
    'The upload broke off. Check the connection, then try again. If it always does, the store may not allow uploads from this page (CORS).';
  return new ApiProblem({ status: 0, code: 'upload-broke-off', detail });
}
