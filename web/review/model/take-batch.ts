import type { SaveStep } from './save-step.ts';

/** The next steps that go in one call: all edits up to an undo, or one undo. Takes them out of `waiting`. */
export function takeBatch(waiting: SaveStep[]): SaveStep[] {
  if (waiting[0]?.type === 'undo') return waiting.splice(0, 1);
  const end = waiting.findIndex(({ type }) => type === 'undo');
  return waiting.splice(0, Math.min(end < 0 ? waiting.length : end, MOST_EDITS));
}

/** A call stays small, whatever has gathered while the service did not answer. */
const MOST_EDITS = 100;
