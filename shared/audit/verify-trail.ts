import { z } from 'zod';
import type { Checkpoint } from './checkpoint.ts';
import { commitPerson } from './commit-person.ts';
import { rowHash } from './row-hash.ts';
import { isSigned } from './signature.ts';

/** What a check found. `fault` names the first row that is not as it was sealed. */
export interface TrailVerdict {
  rows: number;
  /** Rows without their personal part: of erased jobs. */
  erased: number;
  /** Rows up to the last checkpoint; those after it are chained, and signed by nothing yet. */
  covered: number;
  fault: TrailFault | null;
}

export interface TrailFault {
  /** Line of the file, from 1; null where lines are missing at its end. */
  line: number | null;
  /** Place in the chain of the first bad row. */
  seq: number;
  reason: string;
}

/**
 * Checks an exported trail against signed checkpoints, needing nothing but them: each row follows the one before it,
 * hashes to what it says with the commitment to its personal part, and the chain passes through every checkpoint.
 * Throws a RangeError for a checkpoint whose signature does not fit, or where they are of different tenants or keys.
 */
export async function verifyTrail(
  lines: AsyncIterable<string> | Iterable<string>,
  checkpoints: readonly Checkpoint[],
): Promise<TrailVerdict> {
  requireSound(checkpoints);
  const chain = new ChainCheck(checkpoints);
  for await (const line of lines) if (!chain.follow(line)) break;
  return chain.end();
}

function requireSound(checkpoints: readonly Checkpoint[]): void {
  if (checkpoints.length === 0) throw new RangeError('A trail can be checked only against a checkpoint.');
  if (!checkpoints.every(isSigned))
    throw new RangeError('The signature of a checkpoint does not fit: it is not as it was signed.');
  const [tenants, keys] = [
    new Set(checkpoints.map((each) => each.tenantId)),
    new Set(checkpoints.map((each) => each.publicKey)),
  ];
  if (tenants.size > 1) throw new RangeError('The checkpoints are of different tenants.');
  if (keys.size > 1) throw new RangeError('The checkpoints are signed with different keys.');
  if (checkpoints.some(({ seq, hash }) => seq === 0 && hash !== '0'.repeat(64)))
    throw new RangeError('A checkpoint says of an empty chain what is true of none.');
}

class ChainCheck {
  readonly #checkpoints: readonly Checkpoint[];
  readonly #verdict: TrailVerdict = { rows: 0, erased: 0, covered: 0, fault: null };
  #previous: Buffer = Buffer.alloc(32);
  #line = 0;

  constructor(checkpoints: readonly Checkpoint[]) {
    this.#checkpoints = checkpoints;
  }

  /** Takes the next line; false at the first that is wrong. Empty ones are counted and no more. */
  follow(line: string): boolean {
    this.#line += 1;
    if (line.trim() === '') return true;
    const seq = this.#verdict.rows + 1;
    const row = readRow(line);
    const reason = row === null ? 'it cannot be read as an event' : this.#wrongWith(row, seq);
    if (row === null || reason !== null) {
      this.#verdict.fault = { line: this.#line, seq, reason: reason ?? '' };
      return false;
    }
    this.#previous = Buffer.from(row.hash, 'hex');
    this.#verdict.rows = seq;
    if (row.salt === null) this.#verdict.erased += 1;
    return true;
  }

  end(): TrailVerdict {
    const last = Math.max(...this.#checkpoints.map((each) => each.seq));
    const { rows, fault } = this.#verdict;
    if (fault === null && rows < last) {
      const reason = `rows ${rows + 1} to ${last} are missing at the end: a checkpoint has signed them`;
      this.#verdict.fault = { line: null, seq: rows + 1, reason };
    }
    return { ...this.#verdict, covered: Math.min(rows, last) };
  }

  /** Why a row cannot be the one at this place; null where it is. */
  #wrongWith(row: ExportedRow, seq: number): string | null {
    if (row.seq > seq) return `row ${seq} is missing, or not in its place: row ${row.seq} stands there`;
    if (row.seq < seq) return `it was inserted, or stands twice: it calls itself row ${row.seq}`;
    if (row.tenantId !== this.#checkpoints[0]?.tenantId)
      return `it is of another tenant, ${JSON.stringify(row.tenantId)}`;
    const commitment = Buffer.from(row.commitment, 'hex');
    const person = wrongPerson(row, commitment);
    if (person !== null) return person;
    const hash = rowHash(this.#previous, row, commitment).toString('hex');
    if (hash !== row.hash) return 'its content does not fit its hash and the row before it';
    // Of two that are of this row each has to fit: beside a new one an old one shows what was rewritten in between.
    const other = this.#checkpoints.find((each) => each.seq === seq && each.hash !== row.hash);
    return other === undefined ? null : this.#rewritten(other);
  }

  /** Everything fits together and is not what was signed: somebody hashed anew. Checkpoints before this one narrow it. */
  #rewritten({ seq, signedAt }: Checkpoint): string {
    const before = Math.max(0, ...this.#checkpoints.map((each) => each.seq).filter((each) => each < seq));
    return `the trail was rewritten between rows ${before + 1} and ${seq}: the checkpoint of ${signedAt} has signed another one`;
  }
}

function wrongPerson(row: ExportedRow, commitment: Buffer): string | null {
  const person = { userId: row.userId, ip: row.ipAddress };
  if (row.salt === null)
    return person.userId === null && person.ip === null
      ? null
      : 'its personal part has no salt and proves nothing';
  const fits = commitPerson(person, Buffer.from(row.salt, 'hex')).equals(commitment);
  return fits ? null : 'its personal part is not the one it was written with';
}

type ExportedRow = z.output<typeof rowForm>;

const digits64 = z.string().regex(/^[0-9a-f]{64}$/);

/** Strict: a member that the hash does not cover would be believed with the rest. */
const rowForm = z.strictObject({
  id: z.string(),
  seq: z.int().positive(),
  tenantId: z.string(),
  jobId: z.string().nullable(),
  eventType: z.string(),
  userId: z.string().nullable(),
  ipAddress: z.string().nullable(),
  traceId: z.string(),
  idempotencyKey: digits64,
  // As it stands: a record of zod leaves out a member called __proto__, which would be believed unhashed.
  metadata: z.custom<object>((value) => typeof value === 'object' && value !== null && !Array.isArray(value)),
  occurredAt: z.string(),
  createdAt: z.string(),
  salt: digits64.nullable(),
  commitment: digits64,
  hash: digits64,
});

function readRow(line: string): ExportedRow | null {
  try {
    const parsed: unknown = JSON.parse(line);
    return countNames(line) === countMembers(parsed) ? rowForm.parse(parsed) : null;
  } catch {
    return null;
  }
}

/** Names of members in a JSON text. One that stands twice is hashed once: other readers may believe the other. */
function countNames(text: string): number {
  return [...text.matchAll(/"(?:[^"\\]|\\.)*"(\s*:)?/g)].filter(([, colon]) => colon !== undefined).length;
}

function countMembers(value: unknown): number {
  if (typeof value !== 'object' || value === null) return 0;
  const members: unknown[] = Object.values(value);
  const inside = members.reduce<number>((sum, each) => sum + countMembers(each), 0);
  return inside + (Array.isArray(value) ? 0 : members.length);
}
