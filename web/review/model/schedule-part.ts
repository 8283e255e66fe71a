import type { Schedule } from '#shared/schedules/schedule.ts';

/** The schedule alone, of an answer that tells more: two answers of one state then differ in nothing. */
export function schedulePart(answer: Schedule): Schedule {
  const { kind, name, caption, pages, parts, columns, rows, confidence, proof, doubts, ties } = answer;
  const part = { kind, name, caption, pages, parts, columns, rows, confidence, proof, doubts };
  return ties ? { ...part, ties } : part;
}
