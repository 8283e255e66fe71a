import type { AuditEventView } from '#shared/audit/event-view.ts';
import type { TrailPage } from '#shared/audit/list-events.ts';
import { trailCsv } from '#shared/audit/trail-csv.ts';
import { json } from './json.ts';

/**
 * A page of a trail as JSON, NDJSON (one event a line) or CSV. The next page is named by `Link: <…>; rel="next"` in
 * every form, in JSON also by `nextCursor`.
 */
export function trail(page: TrailPage, format: 'json' | 'ndjson' | 'csv', url: URL): Response {
  const answer = format === 'json' ? json(200, page) : text(page.events, format);
  if (page.nextCursor !== null) {
    const next = new URL(url);
    next.searchParams.set('cursor', page.nextCursor);
    answer.headers.set('link', `<${next.pathname}${next.search}>; rel="next"`);
  }
  return answer;
}

function text(events: AuditEventView[], format: 'ndjson' | 'csv'): Response {
  const body =
    format === 'csv' ? trailCsv(events) : events.map((event) => `${JSON.stringify(event)}\n`).join('');
  const contentType = format === 'csv' ? 'text/csv; charset=utf-8' : 'application/x-ndjson';
  return new Response(body, {
    headers: {
      'content-type': contentType,
      'content-disposition': `attachment; filename="audit.${format}"`,
      'cache-control': 'no-store',
    },
  });
}
