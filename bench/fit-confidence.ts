/**
 * Fits the weights of confidence and doubt, worker/tables/trust-weights.ts, against corpora with truth.
 *
 *   npm run bench:fit -- --corpus DIR [--corpus DIR] --models CACHE [--models CACHE] [--without FAMILY] [--out FILE]
 *
 * A corpus holds <id>.json in the scorer's format; a cache the page models that `bench:schedules --cache` keeps, so that nothing is
 * recognised again. Inputs are the evidence of worker/tables/cell-evidence.ts and schedule-evidence.ts; outcomes are figures right in
 * value and place, and schedules found with nine of ten cells right. Prints how good the confidences are on all tables, and on each
 * family of documents with weights that were fitted to the others. --without leaves a family out of the fit itself; --out writes it.
 */
import { writeFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import type { TrustWeights } from '#worker/tables/trust-weights.ts';
import { fitTrust } from './fit/fit-trust.ts';
import { measureTrust, type TrustMeasures } from './fit/measure-trust.ts';
import { readSamples, type TableSample } from './fit/read-samples.ts';

const { values } = parseArgs({
  options: {
    corpus: { type: 'string', multiple: true },
    models: { type: 'string', multiple: true },
    without: { type: 'string' },
    out: { type: 'string' },
  },
});

async function main(): Promise<number> {
  const { corpus, models, without, out } = values;
  if (!corpus || !models) {
    console.error(
      'usage: node bench/fit-confidence.ts --corpus DIR... --models CACHE... [--without FAMILY] [--out FILE]',
    );
    return 2;
  }
  const tables: TableSample[] = [];
  for (const folder of corpus) tables.push(...(await readSamples(folder, models)));
  const kept = tables.filter(({ family }) => family !== without);
  const weights = rounded(fitTrust(kept));
  const families = [...new Set(tables.map(({ family }) => family))].sort();
  console.log(line('', HEADS));
  console.log(line('all', cellsOf(measureTrust(tables, weights))));
  for (const [name, scanned] of [
    ['text layer', false],
    ['scans', true],
  ] as const) {
    const some = tables.filter((table) => table.scanned === scanned);
    console.log(line(name, cellsOf(measureTrust(some, weights))));
  }
  for (const family of families) {
    const fitted = fitTrust(tables.filter((table) => table.family !== family));
    const left = tables.filter((table) => table.family === family);
    console.log(line(`${family}, left out`, cellsOf(measureTrust(left, fitted))));
  }
  console.log(sourceOf(weights));
  if (out) await writeFile(out, sourceOf(weights));
  return 0;
}

const HEADS = ['figures', 'wrong', 'silent/1000', 'doubted', 'ECE figures', 'schedules', 'ECE usable'];

function cellsOf(measures: TrustMeasures): string[] {
  return [
    `${measures.figures}`,
    `${measures.wrong}`,
    measures.silentPer1000.toFixed(1),
    measures.doubtedShare.toFixed(3),
    measures.eceFigures.toFixed(3),
    `${measures.schedules}`,
    measures.eceUsable.toFixed(3),
  ];
}

function line(name: string, cells: string[]): string {
  return name.padEnd(20) + cells.map((cell) => cell.padStart(13)).join('');
}

/** Two decimals say all that these corpora know. */
function rounded({ cell, schedule }: TrustWeights): TrustWeights {
  const round = (weight: number) => Math.round(100 * weight) / 100 + 0;
  const all = (weights: Readonly<Record<string, number>>) =>
    Object.fromEntries(Object.entries(weights).map(([name, weight]) => [name, round(weight)]));
  return {
    cell: { ...cell, bias: round(cell.bias), weights: all(cell.weights) },
    schedule: { ...schedule, bias: round(schedule.bias), weights: all(schedule.weights) },
  };
}

function sourceOf(weights: TrustWeights): string {
  const text = JSON.stringify(weights, null, 2).replace(/"(\w+)":/g, '$1:');
  return `${HEADER}export const TRUST_WEIGHTS: TrustWeights = ${text
    .replace(/([\d}])\n/g, '$1,\n')
    .replace(/,,/g, ',')
    .replace(/,$/, '')};\n`;
}

const HEADER = `import type { EvidenceWeights } from './weigh-evidence.ts';

/** Weights in log odds, and the limits that follow from them: probabilities. */
export interface TrustWeights {
  cell: EvidenceWeights & { doubtBelow: number };
  schedule: EvidenceWeights & { dropBelow: number };
}

/** Written by bench/fit-confidence.ts: fit again rather than edit. What the names mean stands beside the evidence. */
`;

process.exitCode = await main();
