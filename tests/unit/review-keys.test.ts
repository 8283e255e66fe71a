import { describe, expect, test } from 'vitest';
import { keyCommand } from '#web/review/model/key-command.ts';
import { moveSelection } from '#web/review/model/move-selection.ts';
import { nextDoubt } from '#web/review/model/next-doubt.ts';

const plain = { ctrlKey: false, metaKey: false, altKey: false };

describe('the keys of the review page', () => {
  test.each([
    ['ArrowUp', { type: 'move', rows: -1, cols: 0 }],
    ['End', { type: 'move-to', edge: 'row-end' }],
    ['F2', { type: 'edit-cell', text: null }],
    ['7', { type: 'edit-cell', text: '7' }],
    ['(', { type: 'edit-cell', text: '(' }],
    ['Enter', { type: 'accept' }],
    ['n', { type: 'next-doubt' }],
    ['N', { type: 'next-doubt' }],
    ['Delete', { type: 'delete-row' }],
    [' ', { type: 'toggle-export' }],
    ['-', { type: 'zoom', by: -1 }],
    ['?', { type: 'show-keys' }],
  ])('%s means one thing', (key, command) => {
    expect(keyCommand({ ...plain, key })).toEqual(command);
  });

  test.each(['x', 'Tab', 'Escape', 'Shift', 'F5', 'ü'])('%s is left to the browser', (key) => {
    expect(keyCommand({ ...plain, key })).toBeNull();
  });

  test('control makes other commands of the letters, and what the browser does with them stays its own', () => {
    expect(keyCommand({ ...plain, key: 'z', ctrlKey: true })).toEqual({ type: 'undo' });
    expect(keyCommand({ ...plain, key: 'Z', metaKey: true })).toEqual({ type: 'undo' });
    for (const key of ['r', 'n', 's', '+', '-', '1'])
      expect(keyCommand({ ...plain, key, ctrlKey: true })).toBeNull();
    expect(keyCommand({ ...plain, key: 'n', altKey: true })).toBeNull();
  });
});

describe('the selection', () => {
  const size = { rows: 40, cols: 6 };

  test('stops at the edges', () => {
    const at = { row: 1, col: 5 };
    expect(moveSelection(at, size, { type: 'move', rows: -12, cols: 0 })).toEqual({ row: 0, col: 5 });
    expect(moveSelection(at, size, { type: 'move', rows: 0, cols: 1 })).toEqual(at);
    expect(moveSelection(at, size, { type: 'move-to', edge: 'last' })).toEqual({ row: 39, col: 5 });
    expect(moveSelection(at, { rows: 0, cols: 0 }, { type: 'move-to', edge: 'last' })).toEqual({
      row: 0,
      col: 0,
    });
  });
});

describe('the next cell to check', () => {
  const todo = [
    { ordinal: 1, cells: [{ row: 9, col: 1 }] },
    { ordinal: 2, cells: [] },
    {
      ordinal: 3,
      cells: [
        { row: 4, col: 2 },
        { row: 1, col: 1 },
      ],
    },
  ];

  test('is the most needed of this schedule, then of those after it, then from the start, each once', () => {
    const seen = new Set<string>();
    const visited: string[] = [];
    for (let ordinal = 3, step = 0; step < 3; step++) {
      const next = nextDoubt(todo, ordinal, seen);
      expect(next?.wrapped).toBe(false);
      const key = next ? `${next.place.ordinal},${next.place.row},${next.place.col}` : '';
      seen.add(key);
      visited.push(key);
      ordinal = next?.place.ordinal ?? ordinal;
    }
    expect(visited).toEqual(['3,4,2', '3,1,1', '1,9,1']);
    expect(nextDoubt(todo, 1, seen)).toEqual({ place: { ordinal: 1, row: 9, col: 1 }, wrapped: true });
  });

  test('is none where nothing is doubted', () => {
    expect(nextDoubt([{ ordinal: 1, cells: [] }], 1, new Set())).toBeNull();
    expect(nextDoubt([], 0, new Set())).toBeNull();
  });
});
