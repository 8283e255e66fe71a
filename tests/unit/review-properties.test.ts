import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { ProofMemory } from '#shared/proofs/proof-memory.ts';
import { proveSchedule } from '#shared/proofs/prove-schedule.ts';
import { applyEdit } from '#shared/review/apply-edit.ts';
import { carryAddress } from '#shared/review/carry-address.ts';
import type { Edit } from '#shared/review/edit.ts';
import { EditRefused } from '#shared/review/edit-refused.ts';
import { setCell } from '#shared/review/set-cell.ts';
import { exportForm } from '#shared/schedules/export-form.ts';
import type { CellAddress, Row, Schedule } from '#shared/schedules/schedule.ts';
import { printedSchedule } from '#tests/fixtures/printed-schedule.ts';

const TEXTS = [
  '',
  '-',
  '1,234',
  '(1,234.50)',
  '12.5%',
  '31/12/2024',
  'Total',
  'Land and sites',
  '$ 5',
  'a 1 2',
  '57,880',
  'n/a',
];
const text = fc.oneof(
  { weight: 4, arbitrary: fc.constantFrom(...TEXTS) },
  fc.string({ unit: 'binary', maxLength: 30 }),
);
const index = fc.integer({ min: -1, max: 7 });
const at = { row: index, col: index };

const edit: fc.Arbitrary<Edit> = fc.oneof(
  fc.record({ type: fc.constant('set-cell' as const), ...at, text }),
  fc.record({ type: fc.constant('accept-repair' as const), ...at, reading: fc.constantFrom('57,880', '1') }),
  fc.record({ type: fc.constant('keep-cell' as const), ...at }),
  fc.record({ type: fc.constant('merge-columns' as const), col: index }),
  fc.record({ type: fc.constant('split-column' as const), col: index }),
  fc.record({ type: fc.constant('insert-row' as const), row: index }),
  fc.record({ type: fc.constant('delete-row' as const), row: index }),
  fc.record({ type: fc.constant('rename' as const), name: text }),
  fc.record({
    type: fc.constant('change-kind' as const),
    kind: fc.constantFrom('table', 'trial-balance', 'x'),
  }),
);

/** Heads that span, two pages, a misread figure, doubts and ties: all that an edit has to carry along. */
const schedule: fc.Arbitrary<Schedule> = fc
  .record({
    texts: fc.array(fc.array(text, { minLength: 4, maxLength: 4 }), { minLength: 3, maxLength: 6 }),
    spans: fc.array(
      fc.record({
        row: fc.nat(5),
        col: fc.nat(3),
        colSpan: fc.integer({ min: 2, max: 4 }),
        rowSpan: fc.integer({ min: 1, max: 3 }),
      }),
      { maxLength: 2 },
    ),
    doubts: fc.uniqueArray(fc.nat(11), { maxLength: 3 }),
    weak: fc.boolean(),
    first: fc.integer({ min: 1, max: 2 }),
  })
  .map(({ texts, spans, doubts, weak, first }) => {
    const bare = printedSchedule('Property', ':Asset | Cost | Additions | Closing\n = Total | 1 | 2 | 3');
    const blank = printedSchedule('', `:a|b|c|d\n${texts.map(() => 'x | 1 | 2 | 3').join('\n')}`);
    const rows = blank.rows.map((row, at): Row => ({
      ...row,
      role: at === 0 ? 'head' : 'line',
      cells: row.cells.map((cell, col) => {
        const span = spans.find((one) => one.row === at && one.col === col);
        const fits = span && col + span.colSpan <= 4 && at + span.rowSpan <= texts.length;
        return {
          ...cell,
          confidence: weak ? 0.9 : 1,
          ...(fits ? { colSpan: span.colSpan, rowSpan: span.rowSpan } : {}),
        };
      }),
    }));
    const framed: Schedule = {
      ...bare,
      rows,
      pages: [1, 2],
      parts: [
        { page: 1, box: [0, 0, 9, 9], firstRow: 0, rowCount: first },
        { page: 2, box: [0, 0, 9, 9], firstRow: first, rowCount: texts.length - first },
      ],
      doubts: doubts.map((place) => ({
        row: place >> 2,
        col: place % 4,
        reason: 'unsure',
        sentence: 'weak',
      })),
    };
    const filled = texts
      .flatMap((line, row) => line.map((text, col) => ({ row, col, text })))
      .reduce(setCell, framed);
    return { ...filled, proof: proveSchedule(filled), doubts: framed.doubts };
  });

it('any edits, fitting or not, leave a schedule that an export can hold, with every address in it', () => {
  fc.assert(
    fc.property(schedule, fc.array(edit, { maxLength: 12 }), (before, edits) => {
      const after = edits.reduce((so, one) => tryEdit(so, one), before);
      requireWellFormed(after);
      expect(after.rows.length).toBeGreaterThan(0);
    }),
    { numRuns: 80 },
  );
});

it('an edit touches nothing of the schedule that it is applied to, and doing it again says the same', () => {
  fc.assert(
    fc.property(schedule, edit, (before, one) => {
      const copy = structuredClone(before);
      const [first, second] = [tryEdit(freeze(before), one), tryEdit(copy, one)];
      expect(first).toEqual(second);
      expect(before).toEqual(copy);
    }),
    { numRuns: 120 },
  );
});

it('proofs that remember the ones before say what proofs say that do not', () => {
  fc.assert(
    fc.property(schedule, fc.array(edit, { maxLength: 12 }), (before, edits) => {
      const memory = new ProofMemory();
      const [plain, remembering] = [[before], [before]];
      for (const one of edits) {
        plain.push(tryEdit(plain.at(-1) ?? before, one));
        remembering.push(tryEdit(remembering.at(-1) ?? before, one, memory));
      }
      expect(remembering).toEqual(plain);
    }),
    { numRuns: 120 },
  );
});

it('a roll-forward of many blocks is proved alike with and without memory, whatever befalls it', () => {
  const rows = sections(6).rows.length;
  const change = fc.record({
    row: fc.nat(rows),
    col: fc.nat(4),
    text: fc.constantFrom('1,200', '(75)', '', 'Total', '0'),
  });
  const line = fc.record({
    row: fc.nat(rows),
    type: fc.constantFrom('insert-row' as const, 'delete-row' as const),
  });
  const any = fc.oneof(
    { weight: 4, arbitrary: change.map((at): Edit => ({ type: 'set-cell', ...at })) },
    line,
  );
  fc.assert(
    fc.property(fc.array(any, { maxLength: 15 }), (edits) => {
      const memory = new ProofMemory();
      let [plain, remembering] = [sections(6), sections(6)];
      for (const one of edits) {
        plain = tryEdit(plain, one);
        remembering = tryEdit(remembering, one, memory);
        expect(remembering.proof).toEqual(plain.proof);
      }
    }),
    { numRuns: 100 },
  );
});

/** Sections of five lines with a subtotal each, and a total of the subtotals. */
function sections(count: number): Schedule {
  const lines: string[] = [];
  const total = [0, 0, 0];
  for (let section = 0; section < count; section++) {
    const sum = [0, 0, 0];
    for (let line = 1; line <= 5; line++) {
      const figures = [100 * line + 7 * section, 40 + 13 * line, 0];
      figures[2] = (figures[0] ?? 0) + (figures[1] ?? 0);
      figures.forEach((figure, col) => (sum[col] = (sum[col] ?? 0) + figure));
      lines.push(`Item ${section}-${line} | ${figures.join(' | ')}`);
    }
    lines.push(`+ Subtotal ${section} | ${sum.join(' | ')}`);
    sum.forEach((figure, col) => (total[col] = (total[col] ?? 0) + figure));
  }
  const printed = [':Item | Opening | Additions | Closing', ...lines, `= Total | ${total.join(' | ')}`];
  const bare = printedSchedule('Sections', printed.join('\n'));
  return { ...bare, proof: proveSchedule(bare) };
}

it('a line inserted and deleted leaves everything as it was, wherever it stands', () => {
  fc.assert(
    fc.property(schedule, fc.nat(6), (before, place) => {
      const row = place % (before.rows.length + 1);
      const back = applyEdit(applyEdit(before, { type: 'insert-row', row }), { type: 'delete-row', row });
      expect(withoutSums(back)).toEqual(withoutSums(before));
      expect(back.proof).toEqual(before.proof);
    }),
    { numRuns: 120 },
  );
});

it('what was split is as it was once it is merged', () => {
  fc.assert(
    fc.property(schedule, fc.nat(3), (before, col) => {
      const split = tryEdit(before, { type: 'split-column', col });
      fc.pre(split !== before);
      const merged = tryEdit(split, { type: 'merge-columns', col });
      fc.pre(merged !== split);
      expect(textsOf(merged)).toEqual(textsOf(before));
    }),
  );
});

it('a cell is found by its carried address, unless its row was deleted or its column merged', () => {
  fc.assert(
    fc.property(schedule, edit, (before, one) => {
      const after = tryEdit(before, one);
      fc.pre(after !== before);
      const touched = 'col' in one ? [one.col, one.col + 1] : [];
      const lost = before.rows.flatMap(({ cells }, row) =>
        cells.filter((cell, col) => {
          const to = carryAddress(one, { row, col });
          if (to === null) return one.type !== 'delete-row' || one.row !== row;
          return !touched.includes(col) && after.rows[to.row]?.cells[to.col]?.raw !== cell.raw;
        }),
      );
      expect(lost).toEqual([]);
    }),
  );
});

function tryEdit(schedule: Schedule, one: Edit, memory?: ProofMemory): Schedule {
  try {
    return applyEdit(schedule, one, memory);
  } catch (failure) {
    if (!(failure instanceof EditRefused)) throw failure;
    return schedule;
  }
}

function requireWellFormed(after: Schedule): void {
  const { columns, rows, parts, pages, proof, doubts, ties = [] } = after;
  expect(exportForm.shape.schedules.safeParse([{ ...after, id: 'a', ordinal: 1 }]).error).toBeUndefined();
  const inside = ({ row, col }: CellAddress) => rows[row]?.cells[col] !== undefined;
  expect(rows.every(({ cells }) => cells.length === columns.length)).toBe(true);
  const checked = proof.checks.flatMap(({ target, addends }) => [target, ...addends]);
  expect([...doubts, ...ties, ...(proof.repairs ?? []), ...checked].every(inside)).toBe(true);
  const ends = parts.map(({ firstRow, rowCount }) => firstRow + rowCount);
  expect(parts.map(({ firstRow }) => firstRow)).toEqual([0, ...ends.slice(0, -1)]);
  expect(ends.at(-1)).toBe(rows.length);
  expect(pages).toEqual([...new Set(parts.map(({ page }) => page))]);
  for (const [at, { cells }] of rows.entries())
    for (const [col, { colSpan = 1, rowSpan = 1 }] of cells.entries()) {
      const covered = rows.slice(at, at + rowSpan).flatMap((row) => row.cells.slice(col, col + colSpan));
      expect(covered).toHaveLength(colSpan * rowSpan);
      expect(covered.slice(1).every(({ raw }) => raw === '')).toBe(true);
    }
}

/** What a proof points at anew is doubted anew, even where a person had not looked before. */
function withoutSums({ doubts, ...rest }: Schedule): unknown {
  return { ...rest, doubts: doubts.filter(({ reason }) => reason !== 'breaks-sum') };
}

function textsOf({ rows }: Schedule): string[][] {
  return rows.map(({ cells }) => cells.map(({ raw }) => raw));
}

function freeze<T>(value: T): T {
  if (typeof value !== 'object' || value === null || Object.isFrozen(value)) return value;
  for (const part of Object.values(value)) freeze(part);
  return Object.freeze(value);
}
