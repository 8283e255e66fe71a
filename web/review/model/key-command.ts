/** What a key of the review page asks for. */
export type Command =
  | { type: 'move'; rows: number; cols: number }
  | { type: 'move-to'; edge: 'row-start' | 'row-end' | 'first' | 'last' }
  /** `text` replaces what stands in the cell; null keeps it. */
  | { type: 'edit-cell'; text: string | null }
  | { type: 'zoom'; by: 1 | -1 }
  | { type: PlainCommand };

export type PlainCommand =
  | 'accept'
  | 'next-doubt'
  | 'undo'
  | 'merge-columns'
  | 'split-column'
  | 'delete-row'
  | 'insert-row'
  | 'rename'
  | 'change-kind'
  | 'toggle-export'
  | 'show-keys';

export interface Keystroke {
  key: string;
  ctrlKey: boolean;
  metaKey: boolean;
  altKey: boolean;
}

/** The command of a keystroke outside of any input; null where it means nothing here and belongs to the browser. */
export function keyCommand({ key, ctrlKey, metaKey, altKey }: Keystroke): Command | null {
  if (altKey) return null;
  if (ctrlKey || metaKey) return WITH_CONTROL[key.toLowerCase()] ?? null;
  const command = PLAIN[key] ?? PLAIN[key.toLowerCase()];
  if (command) return command;
  return STARTS_A_FIGURE.test(key) ? { type: 'edit-cell', text: key } : null;
}

/** Letters are commands; "-" shows more of the page, so that a negative figure is begun by its bracket or by F2. */
const STARTS_A_FIGURE = /^[\d(.,$£€¥]$/;

const PAGE_ROWS = 12;

const WITH_CONTROL: Readonly<Record<string, Command>> = {
  z: { type: 'undo' },
  home: { type: 'move-to', edge: 'first' },
  end: { type: 'move-to', edge: 'last' },
};

const PLAIN: Readonly<Record<string, Command>> = {
  ArrowUp: { type: 'move', rows: -1, cols: 0 },
  ArrowDown: { type: 'move', rows: 1, cols: 0 },
  ArrowLeft: { type: 'move', rows: 0, cols: -1 },
  ArrowRight: { type: 'move', rows: 0, cols: 1 },
  PageUp: { type: 'move', rows: -PAGE_ROWS, cols: 0 },
  PageDown: { type: 'move', rows: PAGE_ROWS, cols: 0 },
  Home: { type: 'move-to', edge: 'row-start' },
  End: { type: 'move-to', edge: 'row-end' },
  F2: { type: 'edit-cell', text: null },
  Enter: { type: 'accept' },
  n: { type: 'next-doubt' },
  m: { type: 'merge-columns' },
  s: { type: 'split-column' },
  Delete: { type: 'delete-row' },
  i: { type: 'insert-row' },
  r: { type: 'rename' },
  k: { type: 'change-kind' },
  e: { type: 'toggle-export' },
  ' ': { type: 'toggle-export' },
  '+': { type: 'zoom', by: 1 },
  '=': { type: 'zoom', by: 1 },
  '-': { type: 'zoom', by: -1 },
  '?': { type: 'show-keys' },
};
