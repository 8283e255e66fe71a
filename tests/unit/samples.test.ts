import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { ageingRows } from '../../samples/draw/ageing-rows.ts';
import { assetRows, type AssetClass } from '../../samples/draw/asset-rows.ts';
import { accounts } from '../../samples/harbor-mill/accounts.ts';
import { fixedAssets as harborAssets } from '../../samples/harbor-mill/fixed-assets.ts';
import { makeHarborMill } from '../../samples/harbor-mill/make-harbor-mill.ts';
import { receivables } from '../../samples/harbor-mill/receivables.ts';
import { debtors } from '../../samples/kestrel/debtors.ts';
import { fixedAssets as orchardAssets, misprint } from '../../samples/orchard/fixed-assets.ts';
import { makeOrchard } from '../../samples/orchard/make-orchard.ts';
import { statementPages, statementTotals } from '../../samples/orchard/statement-pages.ts';

const folder = new URL('../../samples/', import.meta.url);

describe('the samples', () => {
  it.each([
    ['harbor-mill-2024.pdf', makeHarborMill],
    ['orchard-bank-statement.pdf', makeOrchard],
  ])('are the bytes that their script makes: %s', async (name, make) => {
    expect(sha256(await make())).toBe(sha256(await readFile(new URL(name, folder))));
  });

  it('hold a trial balance whose debits and credits agree, and whose details agree with it', () => {
    expect(sum(accounts.map(([, , cents]) => cents))).toBe(0);
    expect(sum(receivables.flatMap(([, , buckets]) => buckets))).toBe(balanceOf(/^1200$/));
    expect(closingOf(harborAssets) * 100).toBe(balanceOf(/^1[56]/));
    expect(sum(harborAssets.flatMap(({ assets }) => assets.map((asset) => -asset.depreciation * 100)))).toBe(
      balanceOf(/^7010$/),
    );
  });

  it('hold a statement whose balance follows from every movement and is never overdrawn', () => {
    const rows = statementPages().flat();
    const { openingPence, closingPence } = statementTotals();
    let balance = openingPence;
    for (const { cells } of rows.filter(({ kind }) => kind === 'line')) {
      const [paidOut, paidIn, printed] = cells.slice(2).map(penceOf);
      balance += (paidIn ?? 0) - (paidOut ?? 0);
      expect(printed).toBe(balance);
      expect(balance).toBeGreaterThan(0);
    }
    expect(balance).toBe(closingPence);
    expect(penceOf(rows.at(-1)?.cells.at(-1) ?? '')).toBe(closingPence);
  });

  it('hold one misprint, which row and column both betray', () => {
    const row = assetRows(orchardAssets, 'Total').find(({ cells }) => cells[0] === misprint.asset);
    expect(row?.cells.filter((text) => text === misprint.true)).toHaveLength(1);
    expect(misprint.printed).not.toBe(misprint.true);
  });

  it('say in their README what is true', async () => {
    const readme = await readFile(new URL('README.md', folder), 'utf8');
    const { openingPence, paidInPence, paidOutPence, closingPence } = statementTotals();
    const truths = [
      ...(ageingRows(debtors, '0.00').at(-1)?.cells.slice(2) ?? []),
      ...(ageingRows(receivables, '–').at(-1)?.cells.slice(-1) ?? []),
      ...[openingPence, paidInPence, paidOutPence, closingPence].map(printPence),
      printPence(sum(accounts.map(([, , cents]) => Math.max(0, cents)))),
      closingOf(harborAssets).toLocaleString('en'),
      closingOf(orchardAssets).toLocaleString('en'),
      misprint.printed,
      misprint.true,
    ];
    expect(truths.filter((truth) => !readme.includes(truth))).toEqual([]);
  });
});

function balanceOf(codes: RegExp): number {
  return sum(accounts.map(([code, , cents]) => (codes.test(code) ? cents : 0)));
}

function closingOf(classes: readonly AssetClass[]): number {
  const assets = classes.flatMap((group) => group.assets);
  return sum(
    assets.flatMap((asset) => [asset.opening, asset.additions, asset.disposals, asset.depreciation]),
  );
}

function penceOf(text: string): number {
  return Number(text.replaceAll(/[,.]/g, ''));
}

function printPence(pence: number): string {
  return (pence / 100).toLocaleString('en', { minimumFractionDigits: 2 });
}

function sum(amounts: readonly number[]): number {
  return amounts.reduce((total, amount) => total + amount, 0);
}

function sha256(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}
