import { call } from '../shell/api.ts';

/** The most that the service answers at once. */
const pageSize = 500;

/**
 * The whole trail of a job as a file, page after page as `Link: <…>; rel="next"` names them. Of a CSV's further pages the
 * byte order mark and the head line are left out. Throws ApiProblem.
 */
export async function downloadTrail(jobId: string, format: 'csv' | 'ndjson'): Promise<Blob> {
  const parts: string[] = [];
  let next: string | null = `/api/jobs/${jobId}/audit?format=${format}&limit=${pageSize}`;
  while (next !== null) {
    const answer: Response = await call(next, { method: 'GET' });
    const text = await answer.text();
    parts.push(format === 'csv' && parts.length > 0 ? text.slice(text.indexOf('\r\n') + 2) : text);
    next = /<([^>]+)>; rel="next"/.exec(answer.headers.get('link') ?? '')?.[1] ?? null;
  }
  // `text` takes the mark off; a spreadsheet needs it to read UTF-8.
  const mark = format === 'csv' ? ['\uFEFF'] : [];
  return new Blob([...mark, ...parts], { type: format === 'csv' ? 'text/csv' : 'application/x-ndjson' });
}
