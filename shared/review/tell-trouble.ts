import type { CellAddress, Schedule } from '../schedules/schedule.ts';

/** A doubt in words: "Read 57,830 with 71 % confidence, page 1: ..." where it was recognised, else "Reads 57,830, page 1: ...". */
export function tellTrouble({ rows }: Pick<Schedule, 'rows'>, at: CellAddress, why: string): string {
  const { raw = '', confidence = 1, page = 1 } = rows[at.row]?.cells[at.col] ?? {};
  const text = raw.length > LONGEST ? `${raw.slice(0, LONGEST)}…` : raw;
  if (confidence === 1) return `Reads ${text}, page ${page}: ${why}`;
  return `Read ${text} with ${Math.round(100 * confidence)} % confidence, page ${page}: ${why}`;
}

const LONGEST = 60;
