import { csvField } from '../csv/csv-field.ts';
import type { AuditEventView } from './event-view.ts';

const columns = [
  'seq',
  'id',
  'jobId',
  'eventType',
  'occurredAt',
  'createdAt',
  'userId',
  'ipAddress',
  'traceId',
  'metadata',
  'idempotencyKey',
  'hash',
] as const satisfies (keyof AuditEventView)[];

/** A trail as CSV (UTF-8 with byte order mark, CRLF) for a spreadsheet; for a check take NDJSON, which holds all. */
export function trailCsv(events: readonly AuditEventView[]): string {
  const lines = [
    columns.join(','),
    ...events.map((event) => columns.map((name) => field(event[name])).join(',')),
  ];
  return `\uFEFF${lines.map((line) => `${line}\r\n`).join('')}`;
}

function field(value: AuditEventView[keyof AuditEventView]): string {
  if (value === null) return '';
  if (typeof value === 'number') return String(value);
  return csvField(oneLine(typeof value === 'string' ? value : JSON.stringify(value)));
}

/** Line breaks and other controls would spread one event over several lines, or hide a sign behind them. */
function oneLine(text: string): string {
  return text.toWellFormed().replace(/\p{Cc}+/gu, ' ');
}
