import type { ProofMemory } from '../proofs/proof-memory.ts';
import { proveSchedule } from '../proofs/prove-schedule.ts';
import type { Schedule, ScheduleTie } from '../schedules/schedule.ts';
import { carryAddress } from './carry-address.ts';
import { carryDoubts } from './carry-doubts.ts';
import type { Edit } from './edit.ts';

/** A changed schedule with the proof, the doubts and the ties that follow from the change. */
export function reprove(
  before: Schedule,
  after: Schedule,
  { edit, memory }: { edit: Edit; memory?: ProofMemory | undefined },
): Schedule {
  const { ties, ...rest } = after;
  const proved = { ...rest, proof: proveSchedule(after, memory) };
  const standing = ties?.flatMap((tie) => carryTie(proved, tie, edit)) ?? [];
  return {
    ...proved,
    doubts: carryDoubts(before, proved, edit),
    ...(standing.length > 0 ? { ties: standing } : {}),
  };
}

/** A figure that became another one ties no longer. */
function carryTie({ rows }: Schedule, tie: ScheduleTie, edit: Edit): ScheduleTie[] {
  const at = carryAddress(edit, tie);
  const value = at && rows[at.row]?.cells[at.col]?.value;
  if (!value || (value.type !== 'amount' && value.type !== 'percent')) return [];
  const equal = value.minor * 10 ** tie.scale === tie.minor * 10 ** value.scale;
  return equal ? [{ ...tie, ...at }] : [];
}
