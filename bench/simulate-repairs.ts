/**
 * How often the proofs find misread figures and mend them rightly: random tables of figures, some of them misread as a
 * recogniser misreads, through the product's own provers and proposals.
 *
 *   node bench/simulate-repairs.ts [--tables N] [--seed N]
 *
 * "exactly": with all proposals accepted the table is the true one; "wrongly": a proposal is not the true figure (tables, not a share); else "left".
 */
import { parseArgs } from 'node:util';
import { proveSchedule } from '#shared/proofs/prove-schedule.ts';
import { misreadCells } from './repairs/misread-cells.ts';
import { randomFrom } from './repairs/random-from.ts';
import { randomTable, type TableShape } from './repairs/random-table.ts';

const { values } = parseArgs({
  options: { tables: { type: 'string', default: '20000' }, seed: { type: 'string', default: '1' } },
});

/** What the design counted in its own simulation: section 4 of the design of schedules. */
const CASES: readonly { shape: TableShape; misread: number; design: string }[] = [
  { shape: 'both', misread: 1, design: '100 % exactly' },
  { shape: 'both', misread: 2, design: '97.9 % exactly' },
  { shape: 'both', misread: 3, design: '84.6 % exactly, 0 wrongly' },
  { shape: 'both', misread: 6, design: '2 % wrongly' },
  { shape: 'column-totals', misread: 1, design: '22.9 % have one explanation' },
];

interface Tally {
  exactly: number;
  left: number;
  wrongly: number;
  /** Tables in which a misread figure broke no check, or no sum was claimed at all. */
  silent: number;
}

function main(): void {
  const tables = Number(values.tables);
  console.log('sums            misread   exactly      left   wrongly  unnoticed   s/1,000   design');
  for (const { shape, misread, design } of CASES) {
    const started = performance.now();
    const tally = simulate({ shape, misread, tables, seed: Number(values.seed) });
    const seconds = (performance.now() - started) / 1000;
    const share = (count: number) => `${((100 * count) / tables).toFixed(2)} %`.padStart(10);
    console.log(
      [
        shape.padEnd(14),
        String(misread).padStart(8),
        ...[tally.exactly, tally.left].map(share),
        String(tally.wrongly).padStart(10),
        share(tally.silent),
        ((1000 * seconds) / tables).toFixed(2).padStart(9),
        `  ${design}`,
      ].join(''),
    );
  }
}

function simulate(run: { shape: TableShape; misread: number; tables: number; seed: number }): Tally {
  const random = randomFrom(run.seed);
  const tally: Tally = { exactly: 0, left: 0, wrongly: 0, silent: 0 };
  for (let count = 0; count < run.tables; count++) {
    const truth = randomTable(random, run.shape);
    const { schedule, misread } = misreadCells(random, truth, run.misread);
    const { repairs = [], state } = proveSchedule(schedule);
    const right = repairs.filter((repair) =>
      misread.some(
        ({ row, col, minor }) =>
          row === repair.row && col === repair.col && minor * 10 ** repair.scale === repair.minor * 100,
      ),
    );
    if (state !== 'broken') tally.silent++;
    if (right.length < repairs.length) tally.wrongly++;
    else if (right.length === misread.length) tally.exactly++;
    else tally.left++;
  }
  return tally;
}

main();
