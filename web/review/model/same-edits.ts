import type { Edit } from '#shared/review/edit.ts';

/** Whether two lists hold the same edits in the same order, however their members are ordered. */
export function sameEdits(one: readonly Edit[], other: readonly Edit[]): boolean {
  return one.length === other.length && one.every((edit, at) => keyOf(edit) === keyOf(other[at]));
}

function keyOf(edit: Edit | undefined): string {
  return JSON.stringify(Object.entries(edit ?? {}).sort(([one], [other]) => (one < other ? -1 : 1)));
}
