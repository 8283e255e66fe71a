import { ProofMemory } from '#shared/proofs/proof-memory.ts';
import { proveSchedule } from '#shared/proofs/prove-schedule.ts';
import { applyEdit } from '#shared/review/apply-edit.ts';
import type { Edit } from '#shared/review/edit.ts';
import type { Schedule } from '#shared/schedules/schedule.ts';
import { printedSchedule } from '#tests/fixtures/printed-schedule.ts';
import { seededRandom } from '#tests/harness/seeded-random.ts';
import { percentile } from './percentile.ts';

// How long a person waits for an edit: one schedule of 500 rows and 12 columns that foots and cross-foots is edited and
// proved anew, with what is remembered of the proof before as the page has it; "proof alone" remembers nothing.
const ROWS = 500;
const PARTS = 10;
const RUNS = 60;

const schedule = large();
const edits: [name: string, edit: Edit][] = [
  ['set-cell', { type: 'set-cell', row: 100, col: 3, text: '57,880.00' }],
  ['keep-cell', { type: 'keep-cell', row: 100, col: 3 }],
  ['insert-row', { type: 'insert-row', row: 100 }],
  ['delete-row', { type: 'delete-row', row: 100 }],
  ['split-column', { type: 'split-column', col: 0 }],
  ['change-kind', { type: 'change-kind', kind: 'trial-balance' }],
];

console.log(`${ROWS} rows x ${PARTS + 2} columns, ${RUNS} runs      wall median   p95   cpu median (ms)`);
const memory = new ProofMemory();
report('proof alone', () => proveSchedule(schedule));
for (const [name, edit] of edits) report(name, () => applyEdit(schedule, edit, memory));

function report(name: string, run: () => unknown): void {
  for (let warm = 0; warm < 20; warm++) run();
  const [wall, cpu] = [[] as number[], [] as number[]];
  for (let at = 0; at < RUNS; at++) {
    const [began, used] = [performance.now(), process.threadCpuUsage()];
    run();
    wall.push(performance.now() - began);
    const { user, system } = process.threadCpuUsage(used);
    cpu.push((user + system) / 1000);
  }
  const figures = [percentile(wall, 0.5), percentile(wall, 0.95), percentile(cpu, 0.5)];
  console.log(name.padEnd(40), ...figures.map((ms) => ms.toFixed(2).padStart(9)));
}

function large(): Schedule {
  const random = seededRandom(7);
  const lines = Array.from({ length: ROWS - 1 }, () => {
    const parts = Array.from({ length: PARTS }, () => 1000 + Math.floor(random() * 9_999_000));
    return [...parts, parts.reduce((sum, part) => sum + part, 0)];
  });
  const totals = Array.from({ length: PARTS + 1 }, (_, col) =>
    lines.reduce((sum, line) => sum + (line[col] ?? 0), 0),
  );
  const print = (label: string, line: number[]) =>
    [label, ...line.map((cents) => (cents / 100).toLocaleString('en', { minimumFractionDigits: 2 }))].join(
      ' | ',
    );
  const heads = [':Item', ...Array.from({ length: PARTS }, (_, at) => `Part ${at + 1}`), 'Total'].join(' | ');
  const body = lines.map((line, at) => print(`Line ${at + 1}`, line));
  const bare = printedSchedule('Ledger', [heads, ...body, print('= Total', totals)].join('\n'));
  return { ...bare, proof: proveSchedule(bare) };
}
