import { proveSchedule } from '#shared/proofs/prove-schedule.ts';
import type { Cell, Row, Schedule } from '#shared/schedules/schedule.ts';

const HEADINGS = [
  'Opening',
  'Additions',
  'Transfers',
  'Revaluation',
  'Exchange',
  'Grants',
  'Other',
  'Disposals',
  'Depreciation',
  'Impairment',
  'Closing',
];

/** A roll-forward that adds up: `count` rows with subtotals and a total, twelve columns. The same figures every time. */
export function madeSchedule(count: number): Schedule {
  const random = figures();
  const blocks = Math.floor((count - 2) / 25);
  const total = HEADINGS.map(() => 0);
  const rows = [rowOf('head', '', HEADINGS)];
  for (let block = 0; block < blocks; block++) {
    const sums = HEADINGS.map(() => 0);
    for (let line = 1; line < 25; line++) {
      const moved = HEADINGS.slice(0, -1).map((_, col) => (col > 6 ? -random() : random()));
      const all = [...moved, moved.reduce((sum, figure) => sum + figure, 0)];
      for (const [col, figure] of all.entries()) {
        sums[col] = (sums[col] ?? 0) + figure;
        total[col] = (total[col] ?? 0) + figure;
      }
      rows.push(rowOf('line', `Asset ${block + 1}-${line}`, all));
    }
    rows.push(rowOf('subtotal', `Subtotal ${block + 1}`, sums));
  }
  rows.push(rowOf('total', 'Total', total));
  return proved(rows.map(placed));
}

function proved(rows: Row[]): Schedule {
  const columns = ['', ...HEADINGS].map(
    (heading, col) => ({ heading, role: col === 0 ? 'label' : 'amount' }) as const,
  );
  const schedule = {
    kind: 'fixed-assets',
    name: 'Fixed asset roll-forward',
    caption: { title: 'Fixed assets', entity: '', period: '', unit: '', currency: '' },
    pages: [1],
    parts: [{ page: 1, box: [40, 60, 800, 560] as const, firstRow: 0, rowCount: rows.length }],
    columns,
    rows,
    confidence: 0.97,
    doubts: [],
  };
  return { ...schedule, proof: proveSchedule(schedule) };
}

function rowOf(role: Row['role'], label: string, cells: readonly (number | string)[]): Row {
  return { role, level: 0, cells: [textCell(label), ...cells.map(cellOf)] };
}

function cellOf(written: number | string): Cell {
  if (typeof written === 'string') return textCell(written);
  const digits = Math.abs(written).toLocaleString('en-US');
  const raw = written < 0 ? `(${digits})` : digits;
  return { raw, value: { type: 'amount', minor: written, scale: 0 }, confidence: 0.98, page: 1, box: null };
}

function textCell(raw: string): Cell {
  return {
    raw,
    value: raw === '' ? { type: 'blank' } : { type: 'text', text: raw },
    confidence: 0.98,
    page: 1,
    box: null,
  };
}

function placed(row: Row, index: number): Row {
  const [top, bottom] = [60 + index, 60.8 + index];
  const cells = row.cells.map((cell, col) => ({
    ...cell,
    box: [40 + 60 * col, top, 90 + 60 * col, bottom] as const,
  }));
  return { ...row, cells };
}

function figures(): () => number {
  let seed = 7;
  return () => {
    seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648;
    return 1_000 + (seed % 90_000);
  };
}
