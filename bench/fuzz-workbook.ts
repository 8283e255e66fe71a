/**
 * Writes workbooks of random schedules with hostile texts, huge and tiny figures, hundreds of columns and bad names, and looks at each:
 * every part by an XML reader of the tests, every value read back, every file opened and worked out by LibreOffice.
 *
 *   npm run fuzz:workbook -- [--count 2000] [--seed N]
 *
 * How to read it: a fault names the seed that repeats its workbook (`--count 10 --seed N`). Ends with 1 where there is one.
 */
import { parseArgs } from 'node:util';
import { fuzzWorkbooks } from '#tests/harness/workbook/fuzz-workbooks.ts';

const { values } = parseArgs({
  options: {
    count: { type: 'string', default: '2000' },
    seed: { type: 'string', default: `${Date.now() % 1_000_000_000}` },
  },
});
const [count, seed] = [Number(values.count), Number(values.seed)];
console.log(`seed ${seed}, ${count} schedules`);
const startedAt = performance.now();
const { faults, ...result } = await fuzzWorkbooks({ count, seed }, (done) =>
  console.error(`${done} of ${count}`),
);
for (const fault of faults.slice(0, 50)) console.log(fault);
const seconds = ((performance.now() - startedAt) / 1000).toFixed(0);
console.log(
  `${result.schedules} schedules, ${result.cells} cells, ${result.opened} workbooks opened by LibreOffice, ${result.formulas} formulas worked out: ${faults.length} faults   ${seconds} s`,
);
process.exitCode = faults.length > 0 ? 1 : 0;
