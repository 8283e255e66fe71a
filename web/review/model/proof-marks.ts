import type { Check, Proof } from '#shared/schedules/schedule.ts';
import { showMinor } from './show-value.ts';

/** What stands in the Proof column or in the row "Column adds up"; never colour alone. */
export interface ProofMark {
  state: 'holds' | 'broken';
  /** "✓", or computed minus printed as the workbook has it: "(50)". */
  text: string;
  /** For a screen reader. */
  spoken: string;
}

export interface ProofMarks {
  /** By row of the schedule: what runs along it, else what its figures add up to. */
  rows: ReadonlyMap<number, ProofMark>;
  /** By column: what its figures add up to. */
  columns: ReadonlyMap<number, ProofMark>;
}

/** Where the checks of a proof are shown. A row that holds along itself is still marked where it is a sum that does not hold. */
export function proofMarks({ checks }: Pick<Proof, 'checks'>): ProofMarks {
  const [across, down, columns] = [
    new Map<number, Check[]>(),
    new Map<number, Check[]>(),
    new Map<number, Check[]>(),
  ];
  for (const check of checks) {
    const { row, col } = check.target;
    if (!runsDown(check)) add(across, row, check);
    else {
      add(down, row, check);
      add(columns, col, check);
    }
  }
  const rows = new Map<number, ProofMark>();
  for (const row of new Set([...across.keys(), ...down.keys()])) {
    const sums = (down.get(row) ?? []).filter(({ state }) => state === 'broken' || !across.has(row));
    rows.set(row, markOf([...(across.get(row) ?? []), ...sums]));
  }
  return { rows, columns: new Map([...columns].map(([col, sums]) => [col, markOf(sums)])) };
}

function add(known: Map<number, Check[]>, key: number, check: Check): void {
  const list = known.get(key);
  if (list) list.push(check);
  else known.set(key, [check]);
}

function runsDown({ target, addends }: Check): boolean {
  return addends.length > 0 && addends.every(({ row, col }) => col === target.col && row !== target.row);
}

const HOLDS: ProofMark = { state: 'holds', text: '✓', spoken: 'adds up' };

function markOf(checks: readonly Check[]): ProofMark {
  const broken = checks.filter(({ state }) => state === 'broken');
  const missed = [...new Set(broken.map(missedBy))];
  const [one] = missed;
  if (one === undefined) return HOLDS;
  const text = missed.length === 1 ? one : `${missed.length} ✗`;
  const spoken =
    missed.length === 1
      ? `out by ${one.replace(/^\((.*)\)$/, 'minus $1')}`
      : `${missed.length} sums do not hold`;
  return { state: 'broken', text, spoken };
}

function missedBy({ computedMinor, printedMinor, scale }: Check): string {
  return showMinor(computedMinor - printedMinor, scale);
}
