import { readFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { type Checkpoint, checkpointForm } from '#shared/audit/checkpoint.ts';
import { fingerprint } from '#shared/audit/signature.ts';
import { type TrailVerdict, verifyTrail } from '#shared/audit/verify-trail.ts';
import { exitCode } from '../exit-code.ts';
import { readLines } from '../read-lines.ts';

const usage = `ledgerlift verify-audit TRAIL.ndjson CHECKPOINT.json... [--key FINGERPRINT]`;

/**
 * `ledgerlift verify-audit TRAIL CHECKPOINT...`: checks an exported trail without network or database. 0 where it is
 * whole, 1 with the first bad row named where it is not, 64 for wrong use.
 */
export async function verifyAudit(args: string[]): Promise<number> {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: { key: { type: 'string' } },
  });
  const [trail, ...files] = positionals;
  if (trail === undefined || files.length === 0) {
    console.error(usage);
    return exitCode.wrongUse;
  }
  try {
    const checkpoints = await Promise.all(files.map(readCheckpoint));
    requireKey(checkpoints, values.key);
    const verdict = await verifyTrail(readLines(trail), checkpoints);
    return report(verdict, checkpoints, values.key);
  } catch (error) {
    console.error(`✗ ${error instanceof Error ? error.message : String(error)}`);
    return 1;
  }
}

async function readCheckpoint(file: string): Promise<Checkpoint> {
  try {
    return checkpointForm.parse(JSON.parse(await readFile(file, 'utf8')));
  } catch (cause) {
    throw new Error(`${file} is not a checkpoint.`, { cause });
  }
}

function requireKey(checkpoints: Checkpoint[], wanted: string | undefined): void {
  const foreign = checkpoints.find(
    (each) => wanted !== undefined && fingerprint(each) !== wanted.toLowerCase(),
  );
  if (foreign !== undefined)
    throw new Error(`A checkpoint is signed with another key than ${wanted}: ${fingerprint(foreign)}`);
}

function report(verdict: TrailVerdict, checkpoints: Checkpoint[], key: string | undefined): number {
  const { rows, erased, covered, fault } = verdict;
  if (fault !== null) {
    const place = fault.line === null ? '' : ` (line ${fault.line})`;
    console.error(`✗ Row ${fault.seq}${place}: ${fault.reason}.`);
    console.error(`  The ${rows} rows before it are whole.`);
    return 1;
  }
  console.log(`✓ ${rows} rows, each as it was sealed; ${covered} of them up to the last signed checkpoint.`);
  if (erased > 0) console.log(`  ${erased} rows have had their personal part erased.`);
  const [first] = checkpoints;
  const signer = first === undefined ? '' : fingerprint(first);
  console.log(
    `  Signed with the key ${signer}${key === undefined ? ': compare it with the one you know' : ''}`,
  );
  return 0;
}
