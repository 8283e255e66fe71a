import { jsonText } from './json-text.ts';

/** A JSON answer that no cache keeps: everything we say depends on who asks. */
export function json(status: number, body: unknown): Response {
  return jsonText(status, JSON.stringify(body));
}
