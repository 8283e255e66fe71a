import { readFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { fingerprint } from '#shared/audit/signature.ts';
import { type CertificateVerdict, verifyCertificate as verify } from '#shared/deletion/verify-certificate.ts';
import { exitCode } from '../exit-code.ts';

/**
 * `ledgerlift verify-certificate FILE`: checks the certificate of a deletion without network or database. 0 where it
 * holds, 1 with the reason where it does not, 64 for wrong use.
 */
export async function verifyCertificate(args: string[]): Promise<number> {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: { key: { type: 'string' } },
  });
  const [file, ...others] = positionals;
  if (file === undefined || others.length > 0) {
    console.error('ledgerlift verify-certificate CERTIFICATE.json [--key FINGERPRINT]');
    return exitCode.wrongUse;
  }
  const verdict = verify(await readJson(file), values.key);
  if (verdict.fault !== null) {
    console.error(`✗ ${file} does not hold: ${verdict.fault}.`);
    return 1;
  }
  report(verdict, values.key);
  return 0;
}

/** undefined, which is no certificate, for what is no JSON. */
async function readJson(file: string): Promise<unknown> {
  try {
    return JSON.parse(await readFile(file, 'utf8'));
  } catch {
    return undefined;
  }
}

function report(verdict: CertificateVerdict & { fault: null }, key: string | undefined): void {
  const { certificate, ofManifest } = verdict;
  const { objects, rows, seenEmptyAt, completedAt } = certificate;
  console.log(`✓ Deletion ${certificate.deletionId}: ${objects} objects and ${rows} rows are gone.`);
  console.log(`  The store was seen empty at ${seenEmptyAt}, the rows were deleted at ${completedAt}.`);
  console.log(
    ofManifest
      ? '  It vouches for the manifest that came with it.'
      : `  Which job it is of, its manifest tells (SHA-256 ${certificate.manifestSha256}).`,
  );
  const signer = fingerprint(certificate);
  console.log(
    `  Signed with the key ${signer}${key === undefined ? ': compare it with the one you know' : ''}`,
  );
}
