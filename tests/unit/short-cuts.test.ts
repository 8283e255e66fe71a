import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { figureTable, type FigureTable } from '#shared/proofs/figure-table.ts';
import { findSigns, type Sample, type Signs } from '#shared/proofs/find-signs.ts';
import { possibleSizes } from '#shared/proofs/possible-sizes.ts';
import { tryColumns } from '#shared/proofs/try-columns.ts';
import type { Cell, Row } from '#shared/schedules/schedule.ts';

/** Small figures, so that sums meet often, in rows that differ in length and in blanks. */
const figure = fc.integer({ min: -12, max: 12 });

describe('signs are found as if every pattern were tried', () => {
  it('in families of equations of up to eight addends, exact and rounded', () => {
    const families = fc.integer({ min: 1, max: 8 }).chain((size) =>
      fc.array(
        fc.record({
          target: figure,
          addends: fc.array(figure, { minLength: size, maxLength: size }),
          slack: fc.constantFrom(0, 0, 1.5),
        }),
        { minLength: 1, maxLength: 4 },
      ),
    );
    fc.assert(
      fc.property(families, (samples) => {
        const size = samples[0]?.addends.length ?? 1;
        expect(findSigns(samples, size)).toEqual(everyPattern(samples, size));
      }),
      { numRuns: 2000 },
    );
  });
});

/** The same by trying them all, one after the other: plain first, then as they stand in the samples, 24 at most. */
function everyPattern(samples: readonly Sample[], size: number): Signs[] {
  const signsOf = (bits: number): Signs =>
    Array.from({ length: size }, (_, index) => ((bits >> index) & 1 ? -1 : 1));
  const isIdle = (index: number) => samples.every(({ addends }) => addends[index] === 0);
  const holding = samples.flatMap(({ target, addends, slack }) =>
    Array.from({ length: Math.max(0, 2 ** size - 2) }, (_, at) => at + 1).filter((bits) => {
      const signs = signsOf(bits);
      if (signs.some((sign, index) => sign === -1 && isIdle(index))) return false;
      const sum = addends.reduce((all, addend, index) => all + addend * (signs[index] ?? 1), 0);
      return Math.abs(sum - target) <= slack;
    }),
  );
  return [...new Set([0, ...holding])].slice(0, 24).map(signsOf);
}

describe('a size at which signs are not tried', () => {
  it('holds under them in no column, exact or rounded', () => {
    const rows = fc.integer({ min: 1, max: 4 }).chain((width) => {
      const cell = fc.option(figure, { freq: 6 });
      return fc.array(fc.array(cell, { minLength: width, maxLength: width }), {
        minLength: 3,
        maxLength: 14,
      });
    });
    fc.assert(
      fc.property(rows, fc.constantFrom(0, 2), (figures, scale) => {
        const table = tableOf(figures, scale);
        const [row, ...above] = table.rows.toReversed();
        if (!row) return;
        const waiting = above.toReversed();
        const { sizes, near, reached } = possibleSizes(table, row, { waiting, mixed: 8 });
        for (const size of sizes.filter((size) => size < reached || !near.has(size))) {
          const addends = waiting.slice(-size);
          for (const signs of size < reached ? allSigns(size) : evenSigns(size)) {
            const { holding, copies } = tryColumns(table, { row, addends, signs });
            expect([...holding, ...copies]).toEqual([]);
          }
        }
      }),
      { numRuns: 2000 },
    );
  });
});

function allSigns(size: number): Signs[] {
  return Array.from({ length: 2 ** size }, (_, bits) =>
    Array.from({ length: size }, (_, index) => ((bits >> index) & 1 ? -1 : 1)),
  );
}

function evenSigns(size: number): Signs[] {
  const plain = Array.from({ length: size }, (): 1 | -1 => 1);
  return [plain, plain.map((_, index) => (index === 0 ? 1 : -1))];
}

function tableOf(figures: (number | null)[][], scale: number): FigureTable {
  const width = figures[0]?.length ?? 0;
  const rows = figures.map((line, at): Row => ({
    role: at === figures.length - 1 ? 'total' : 'line',
    level: 0,
    cells: [cellOf({ type: 'text', text: `Line ${at}` }), ...line.map((minor) => figureCell(minor, scale))],
  }));
  const amounts = Array.from(
    { length: width },
    (_, col) => ({ heading: `Part ${col}`, role: 'amount' }) as const,
  );
  return figureTable({ columns: [{ heading: '', role: 'label' }, ...amounts], rows, caption: { unit: '' } });
}

function figureCell(minor: number | null, scale: number): Cell {
  return cellOf(minor === null ? { type: 'blank' } : { type: 'amount', minor, scale });
}

function cellOf(value: Cell['value']): Cell {
  return { raw: '', value, confidence: 1, page: 1, box: null };
}
