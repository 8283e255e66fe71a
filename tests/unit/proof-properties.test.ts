import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { proveSchedule } from '#shared/proofs/prove-schedule.ts';
import type { Provable } from '#shared/proofs/figure-table.ts';
import type { Cell, Column, Row } from '#shared/schedules/schedule.ts';

/** A table of cents: a label, then one column a head; the last row is the total. */
function tableOf(heads: string[], figures: number[][]): Provable {
  const label = (at: number) => (at === figures.length - 1 ? 'Total' : `Line ${at + 1}`);
  const columns: Column[] = [
    { heading: '', role: 'label' },
    ...heads.map((heading): Column => ({ heading, role: 'amount' })),
  ];
  const rows = figures.map((line, at): Row => ({
    role: at === figures.length - 1 ? 'total' : 'line',
    level: 0,
    cells: [cell(label(at), { type: 'text', text: label(at) }), ...line.map(amount)],
  }));
  return { columns, rows, caption: { unit: '' } };
}

function amount(minor: number): Cell {
  return cell((minor / 100).toFixed(2), { type: 'amount', minor, scale: 2 });
}

function cell(raw: string, value: Cell['value']): Cell {
  return { raw, value, confidence: 1, page: 1, box: null };
}

const figure = fc.integer({ min: 1001, max: 9_999_999 });
const footed = fc.integer({ min: 3, max: 6 }).chain((width) =>
  fc
    .array(fc.array(figure, { minLength: width, maxLength: width }), { minLength: 3, maxLength: 12 })
    .map((lines) => {
      const summed = lines.map((line) => [...line, line.reduce((sum, one) => sum + one, 0)]);
      const total = (summed[0] ?? []).map((_, col) =>
        summed.reduce((sum, line) => sum + (line[col] ?? 0), 0),
      );
      return [...summed, total];
    }),
);

it('a table that foots and cross-foots is proved whole, in whatever order its lines and parts stand', () => {
  fc.assert(
    fc.property(footed, fc.integer(), (figures, turn) => {
      const width = (figures[0]?.length ?? 1) - 1;
      const parts = Array.from({ length: width }, (_, col) => (col + Math.abs(turn)) % width);
      const lines = figures.slice(0, -1).toReversed();
      const turned = [...lines, figures.at(-1) ?? []].map((line) => [
        ...parts.map((col) => line[col] ?? 0),
        line.at(-1) ?? 0,
      ]);
      const proof = proveSchedule(tableOf([...parts.map((col) => `Part ${col}`), 'Total'], turned));
      expect(proof).toMatchObject({ state: 'proved', coveredCells: proof.amountCells });
    }),
  );
});

it('any other amount in any covered figure breaks a check that names its cell', () => {
  const change = fc.integer({ min: -99_999_999, max: 99_999_999 }).filter((by) => by !== 0);
  fc.assert(
    fc.property(footed, fc.nat(), change, (figures, place, by) => {
      const width = figures[0]?.length ?? 1;
      const [row, col] = [Math.floor(place / width) % figures.length, place % width];
      const changed = figures.map((line, at) =>
        line.map((one, index) => (at === row && index === col ? one + by : one)),
      );
      const heads = changed[0]?.map((_, index) => (index === width - 1 ? 'Total' : `Part ${index}`)) ?? [];
      const { state, checks } = proveSchedule(tableOf(heads, changed));
      expect(state).toBe('broken');
      const broken = checks.filter((check) => check.state === 'broken');
      const naming = broken.filter(({ target, addends }) =>
        [target, ...addends].some((at) => at.row === row && at.col === col + 1),
      );
      expect(naming.length).toBeGreaterThan(0);
      expect(naming).toHaveLength(broken.length);
    }),
    { numRuns: 300 },
  );
});

it('proving again says the same', () => {
  fc.assert(
    fc.property(footed, (figures) => {
      const table = tableOf(figures[0]?.map((_, col) => `Part ${col}`) ?? [], figures);
      expect(proveSchedule(table)).toEqual(proveSchedule(structuredClone(table)));
    }),
  );
});

it('random figures prove nothing, in at least 998 of 1,000 tables', () => {
  const tables = fc.sample(
    fc
      .tuple(fc.integer({ min: 0, max: 4 }), fc.integer({ min: 2, max: 8 }), fc.integer({ min: 2, max: 9 }))
      .chain(([digits, width, height]) =>
        fc.array(fc.array(fc.nat({ max: 10 ** (digits + 1) }), { minLength: width, maxLength: width }), {
          minLength: height,
          maxLength: height,
        }),
      ),
    { numRuns: 1000, seed: 7 },
  );
  const claimed = tables.filter((figures) => {
    const table = tableOf(figures[0]?.map((_, col) => `Part ${col}`) ?? [], [...figures, []]);
    return proveSchedule(table).state !== 'nothing-to-prove';
  });
  expect(claimed.length).toBeLessThanOrEqual(2);
});

it('the number of checks grows with the rows and not with the sums that are tried', () => {
  const checksOf = (height: number) => {
    const lines = Array.from({ length: height }, (_, row) => {
      const parts = Array.from({ length: 11 }, (_, col) => 1000 + ((row * 7919 + col * 104_729) % 99_991));
      return [...parts, parts.reduce((sum, one) => sum + one, 0)];
    });
    const total = (lines[0] ?? []).map((_, col) => lines.reduce((sum, line) => sum + (line[col] ?? 0), 0));
    const heads = total.map((_, col) => (col === 11 ? 'Total' : `Part ${col}`));
    const proof = proveSchedule(tableOf(heads, [...lines, total]));
    expect(proof).toMatchObject({ state: 'proved', coveredCells: proof.amountCells });
    return proof.checks.length;
  };
  expect([checksOf(50), checksOf(500)]).toEqual([50 + 1 + 12, 500 + 1 + 12]);
});
