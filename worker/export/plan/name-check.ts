import type { CellAddress, Check } from '#shared/schedules/schedule.ts';
import { type Layout, rowLabel } from './layout.ts';

const MOST_NAMED = 2;

/**
 * A check in words: "Total: Credit = Debit", "Total assets = Total liabilities", "Total, 2024 = sum of 14 figures", "Rent: Share =
 * Rent, Amount in % of Total, Amount".
 */
export function nameCheck(check: Check, layout: Layout): string {
  if (check.prover === 'ratio') return nameRatio(check, layout);
  const all = [check.target, ...check.addends];
  const named = check.addends.length <= MOST_NAMED;
  if (named && all.every(({ row }) => row === check.target.row)) {
    const headings = check.addends.map((addend) => sign(addend.sign) + heading(layout, addend));
    const whole = check.constantMinor === undefined ? '' : `${check.constantMinor / 10 ** check.scale} `;
    return `${rowLabel(layout, check.target.row) || 'Row'}: ${heading(layout, check.target)} = ${whole}${join(headings)}`;
  }
  const oneColumn = all.every(({ col }) => col === check.target.col);
  const name = (address: CellAddress): string => nameCell(layout, address, oneColumn && named);
  const sum = named ? join(check.addends.map((addend) => sign(addend.sign) + name(addend))) : sumOf(check);
  return `${name(check.target)} = ${sum}`;
}

function nameRatio(check: Check, layout: Layout): string {
  const [part, whole] = check.addends.map((addend) => nameCell(layout, addend, false));
  const name = nameCell(layout, check.target, false);
  return check.addends[1]?.sign === -1
    ? `${name} = change from ${whole} to ${part} in %`
    : `${name} = ${part} in % of ${whole}`;
}

function sumOf(check: Check): string {
  return `${check.prover === 'product' ? 'product' : 'sum'} of ${check.addends.length} figures`;
}

function nameCell(layout: Layout, address: CellAddress, short: boolean): string {
  const label = rowLabel(layout, address.row);
  const head = heading(layout, address);
  return short || head === '' ? label || head : `${label || 'Row'}, ${head}`;
}

function heading(layout: Layout, address: CellAddress): string {
  return layout.schedule.columns[address.col]?.heading || `column ${address.col + 1}`;
}

function sign(sign: 1 | -1): string {
  return sign === 1 ? '+ ' : '− ';
}

function join(parts: string[]): string {
  return parts.join(' ').replace(/^\+ /, '');
}
