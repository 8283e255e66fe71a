/**
 * Measures the house numbers over the product's code (tests and benches aside): file lines, function lines,
 * parameters. How to read it: medians and 90th percentiles are goals, maxima are limits that lint enforces too.
 *
 *   node bench/house-numbers.ts
 */
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { parseSync, Visitor } from 'oxc-parser';

const limits = { fileMedian: 80, fileMax: 300, functionP90: 35, functionMax: 60, parametersMax: 3 };

const files = execFileSync(
  'git',
  ['ls-files', 'db', 'shared', 'netlify', 'worker', 'bin', 'web', 'samples'],
  { encoding: 'utf8' },
)
  .split('\n')
  .filter((file) => /\.(ts|mjs)$/.test(file));

const fileLines: number[] = [];
const functionLines: number[] = [];
const parameters: number[] = [];
for (const file of files) measure(file);

const numbers = {
  fileMedian: percentile(fileLines, 0.5),
  fileMax: Math.max(...fileLines),
  functionP90: percentile(functionLines, 0.9),
  functionMax: Math.max(...functionLines),
  parametersMax: Math.max(...parameters),
};
console.log(`${files.length} files, ${functionLines.length} functions`);
for (const [name, value] of Object.entries(numbers)) {
  console.log(
    `${name.padEnd(14)} ${String(value).padStart(4)}   limit ${limits[name as keyof typeof limits]}`,
  );
}
process.exitCode = Object.entries(numbers).every(
  ([name, value]) => value <= limits[name as keyof typeof limits],
)
  ? 0
  : 1;

function measure(file: string): void {
  const text = readFileSync(file, 'utf8');
  const lineAt = (offset: number): number => text.slice(0, offset).split('\n').length;
  const note = (node: { start: number; end: number; params: unknown[] }): void => {
    functionLines.push(lineAt(node.end) - lineAt(node.start) + 1);
    parameters.push(node.params.length);
  };
  fileLines.push(text.trimEnd().split('\n').length);
  const { program } = parseSync(file, text);
  new Visitor({ FunctionDeclaration: note, FunctionExpression: note, ArrowFunctionExpression: note }).visit(
    program,
  );
}

function percentile(values: number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;
}
