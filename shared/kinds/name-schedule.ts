import { foldText } from '../amounts/fold-text.ts';
import type { Column, Row } from '../schedules/schedule.ts';
import type { Kind, WeightedWord } from './kind.ts';
import { KINDS } from './kinds.ts';

/** The words a kind is judged by. */
export interface Named {
  caption: { title: string };
  columns: Column[];
  rows: Row[];
}

/**
 * Finds the kind of a schedule and a name for people. The best kind must reach a score that one weak word cannot give; below it
 * the kind is 'table' and the name is the title on the page, or "Table".
 */
export function nameSchedule(schedule: Named): { kind: string; name: string } {
  const texts = textsOf(schedule);
  const scored = KINDS.map((kind) => ({ kind, score: scoreOf(kind, texts) })).sort(
    (a, b) => b.score - a.score,
  );
  const [best] = scored;
  if (best && best.score >= LEAST_SCORE) return { kind: best.kind.id, name: best.kind.name };
  return { kind: 'table', name: shorten(schedule.caption.title) || 'Table' };
}

const LEAST_SCORE = 3.5;
const LONGEST_NAME = 80;

interface Texts {
  title: string;
  head: string;
  labels: string[];
}

function textsOf(schedule: Named): Texts {
  const heads = [
    ...schedule.columns.map((column) => column.heading),
    ...schedule.rows.filter((row) => row.role === 'head').flatMap((row) => row.cells.map((cell) => cell.raw)),
  ];
  const labels = schedule.rows
    .filter((row) => row.role !== 'head')
    .map((row) => fold(row.cells.find((cell) => /\p{L}/u.test(cell.raw))?.raw ?? ''));
  return { title: fold(schedule.caption.title), head: fold(heads.join(' | ')), labels };
}

function fold(text: string): string {
  return foldText(text).toLowerCase();
}

/** A word counts once, however often it stands there: forty equal labels are no stronger sign than two. */
function scoreOf(kind: Kind, texts: Texts): number {
  const hits = (words: readonly WeightedWord[], found: (pattern: RegExp) => boolean) =>
    words.reduce((sum, [pattern, weight]) => (found(pattern) ? sum + weight : sum), 0);
  return (
    hits(kind.title, (pattern) => pattern.test(texts.title)) +
    hits(kind.head, (pattern) => pattern.test(texts.head)) +
    hits(kind.label, (pattern) => texts.labels.some((label) => pattern.test(label)))
  );
}

function shorten(title: string): string {
  const text = title.replace(/\s+/g, ' ').trim();
  return text.length <= LONGEST_NAME ? text : `${text.slice(0, LONGEST_NAME - 1).trimEnd()}…`;
}
