import type { Command, PlainCommand } from './key-command.ts';
import { explainCell } from './explain-cell.ts';
import { moveSelection } from './move-selection.ts';
import type { Review } from './review.ts';

/** Does what a key or a button asks for. */
export function runCommand(review: Review, command: Command): void {
  if (!review.current.peek()) return;
  if (command.type === 'move' || command.type === 'move-to') move(review, command);
  else if (command.type === 'edit-cell') editCell(review, command.text);
  else if (command.type === 'zoom') zoom(review, command.by);
  else PLAIN[command.type](review);
}

const PLAIN: Readonly<Record<PlainCommand, (review: Review) => void>> = {
  accept,
  'next-doubt': (review) => void review.nextDoubt(),
  undo: (review) => review.undo(),
  'merge-columns': (review) => {
    const { col } = review.selection.peek();
    if (review.edit({ type: 'merge-columns', col }, 'Columns merged.')) review.focus();
  },
  'split-column': (review) => {
    const { col } = review.selection.peek();
    if (review.edit({ type: 'split-column', col }, 'Column split.')) review.focus();
  },
  'delete-row': deleteRow,
  'insert-row': (review) => {
    const { row } = review.selection.peek();
    if (review.edit({ type: 'insert-row', row }, 'Row inserted.')) review.focus();
  },
  rename: (review) => (review.dialog.value = 'rename'),
  'change-kind': (review) => (review.dialog.value = 'kind'),
  'toggle-export': (review) => review.tick(review.current.peek()?.id ?? ''),
  'show-keys': (review) => (review.dialog.value = 'keys'),
};

function move(review: Review, command: Extract<Command, { type: 'move' | 'move-to' }>): void {
  review.select(moveSelection(review.selection.peek(), review.gridSize, command));
  review.focus();
}

/** The proposal where there is one; else what was doubted is confirmed; where nothing is doubted, nothing is done. */
function accept(review: Review): void {
  const open = review.current.peek();
  const { row, col } = review.selection.peek();
  const explained = open && explainCell(open.schedule.peek(), { row, col });
  if (!explained) return review.say('Nothing is doubted here. N goes to the next cell to check.');
  const { repair, raw } = explained;
  if (repair)
    review.edit({ type: 'accept-repair', row, col, reading: repair.reading }, `${repair.reading} accepted.`);
  else review.edit({ type: 'keep-cell', row, col }, `${raw} kept.`);
  review.focus();
}

function deleteRow(review: Review): void {
  const { row } = review.selection.peek();
  if (review.edit({ type: 'delete-row', row }, 'Row deleted. Control Z brings it back.')) review.focus();
}

function editCell(review: Review, text: string | null): void {
  const { row, col } = review.selection.peek();
  const cell = review.current.peek()?.schedule.peek().rows[row]?.cells[col];
  if (!cell) return review.say('What the proofs say is not edited.');
  review.editing.value = { text: text ?? cell.raw };
}

const [STEP, LEAST, MOST] = [1.25, 0.5, 5];

function zoom(review: Review, by: 1 | -1): void {
  const next = review.zoom.peek() * STEP ** by;
  review.zoom.value = Math.min(Math.max(next, LEAST), MOST);
}
