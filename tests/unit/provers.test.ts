import { describe, expect, it } from 'vitest';
import { proveSchedule } from '#shared/proofs/prove-schedule.ts';
import type { Check, Proof, Schedule } from '#shared/schedules/schedule.ts';
import { printedSchedule } from '#tests/fixtures/printed-schedule.ts';

function prove(text: string, changes: Partial<Schedule> = {}): Proof {
  return proveSchedule(printedSchedule('', text, changes));
}

function targets(proof: Proof, prover: Check['prover'], state: Check['state'] = 'proved'): string[] {
  return proof.checks
    .filter((check) => check.prover === prover && check.state === state)
    .map(({ target }) => `${target.row},${target.col}`);
}

describe('running balances', () => {
  const NEWEST_FIRST = `@Date | :Text | Amount | Balance
    2025-01-09 | Rent | (640.00) | 828.55
    2025-01-07 | Takings | 318.10 | 1,468.55
    2025-01-04 | Flour | (99.95) | 1,150.45
    2025-01-03 | Takings | 250.40 | 1,250.40
    2025-01-02 | Opening | 1,000.00 | 1,000.00`;

  it('run on newest first, with one signed column', () => {
    const proof = prove(NEWEST_FIRST);
    expect(targets(proof, 'running-balance')).toEqual(['3,3', '2,3', '1,3', '0,3']);
    expect(proof.sentence).toBe('balance runs through 5 rows; 9 of 10 figures are covered');
  });

  it('name the balance that neither its row nor the next agrees with', () => {
    const wrong = NEWEST_FIRST.replace('1,150.45', '1,156.45');
    expect(prove(wrong).sentence).toBe(
      'Flour, Balance does not fit: the balance on its row and on the next are both out by 6.00',
    );
  });

  it('begin anew where a balance is brought forward', () => {
    const two = `:Text | Debit | Credit | Balance
      Opening balance | | | 500.10
      Sale | 120.25 | | 620.35
      Payment | | 400.00 | 220.35
      Sale | 31.40 | | 251.75
      Opening balance | | | 9,000.00
      Sale | 77.15 | | 9,077.15
      Payment | | 1,250.60 | 7,826.55`;
    const proof = prove(two, { kind: 'ledger' });
    expect(targets(proof, 'running-balance')).toHaveLength(5);
    expect(proof.state).toBe('proved');
  });

  it('carry what a row closes with to the next', () => {
    const loan = `:No | Opening | Principal | Closing
      1 | 10,000.00 | 1,659.64 | 8,340.36
      2 | 8,340.36 | 1,667.94 | 6,672.42
      3 | 6,672.42 | 1,676.28 | 4,996.14
      4 | 4,996.14 | 1,684.66 | 3,311.48`;
    const proof = prove(loan);
    expect(targets(proof, 'running-balance')).toEqual(expect.arrayContaining(['1,1', '2,1', '3,1']));
    expect(targets(proof, 'cross-foot')).toHaveLength(4);
  });
});

describe('products and percentages', () => {
  it('find an amount times a rate', () => {
    const tax = `:Item | Amount | %Rate | Tax
      Bread | 4,812.30 | 7% | 336.86
      Wine | 1,250.75 | 19% | 237.64
      Books | 630.20 | 7% | 44.11`;
    expect(targets(prove(tax), 'product')).toEqual(['0,3', '1,3', '2,3']);
  });

  it('find shares of a total and the change on the year before, rates left out', () => {
    const growth = `:Item | 2024 | 2023 | Change %
      Orders | 532.0 | 470.0 | 13.2
      Revenue | 503.6 | 476.9 | 5.6
      Gross margin % | 73.2 | 72.2 | 1.0
      Costs | 275.7 | 267.4 | 3.1
      Cash | 183.2 | 121.6 | 50.7`;
    expect(targets(prove(growth), 'ratio')).toEqual(['0,3', '1,3', '3,3', '4,3']);
    const share = `:Item | Amount | %Share
      North | 4,812 | 37.9%
      South | 3,020 | 23.8%
      East | 1,640 | 12.9%
      West | 2,030 | 16.0%
      Abroad | 1,205 | 9.5%
      = Total | 12,707 | 100.0%`;
    expect(targets(prove(share), 'ratio')).toHaveLength(6);
    expect(prove(share.replace('23.8%', '28.8%'))).toMatchObject({ state: 'broken' });
  });

  it('find shares that add up to 100, though no 100 is printed', () => {
    const shares = `:Country | Domestic | Imported | Unknown | Cases
      Austria | 92.9 | 7.1 | 0 | 5,821
      Denmark | 10.0 | 12.1 | 77.9 | 3,868
      Finland | 19.2 | 56.6 | 24.2 | 4,107
      France | 23.9 | 4.5 | 71.6 | 3,058
      Ireland | 12.1 | 1.5 | 86.4 | 1,885`;
    const proof = prove(shares);
    expect(proof).toMatchObject({ state: 'proved', coveredCells: 15, amountCells: 20 });
    expect(prove(shares.replace('77.9', '71.9'))).toMatchObject({
      state: 'broken',
      sentence: 'Denmark, Unknown is out by 6.0',
    });
  });
});

describe('totals', () => {
  it('may stand above their parts, and be broken down in several ways', () => {
    const above = `:Status | Sample
      Total | 39,695
      Not interviewed | 5,701
      Interviewed | 2,683
      Examined | 30,818
      At home | 493`;
    expect(targets(prove(above), 'footing')).toEqual(['0,1']);
    const ways = `:Group | Deaths | Strokes
      Sex
      Female | 200,915 | 82,595
      Male | 224,510 | 54,524
      Race
      Black | 53,980 | 21,255
      White | 371,445 | 115,864
      = Total | 425,425 | 137,119`;
    expect(prove(ways)).toMatchObject({ state: 'proved', coveredCells: 10, amountCells: 10 });
  });

  it('subtract what is printed without brackets under "less"', () => {
    const less = `:Item | 2024 | 2023
      Gross inventory | 812,300 | 790,150
      Consignment stock | 41,225 | 38,410
      Less: obsolescence reserve | 62,480 | 58,120
      Net inventory | 791,045 | 770,440`;
    expect(prove(less)).toMatchObject({ state: 'proved', coveredCells: 8 });
  });

  it('may miss by half a unit for each addend and for the total, and by no more', () => {
    const rounded = (total: string) => `:Item | 2024
      A | 1,234
      B | 2,345
      C | 3,456
      = Total | ${total}`;
    expect(prove(rounded('7,037')).state).toBe('proved-within-rounding');
    expect(prove(rounded('7,038')).state).toBe('broken');
  });

  it('of a balance sheet agree however its right side is summed up', () => {
    const sheet = `:As of | 2024
      Total assets | 2,494,165
      Total liabilities | 868,540
      Total stockholders' equity | 1,625,625
      Total liabilities and stockholders' equity | 2,494,165`;
    const proof = prove(sheet, { kind: 'balance-sheet' });
    expect(proof.checks.filter(({ identity }) => identity === 'assets = liabilities + equity')).toHaveLength(
      2,
    );
    const wrong = prove(sheet.replace('equity | 2,494,165', 'equity | 2,494,765'), { kind: 'balance-sheet' });
    expect(wrong.state).toBe('broken');
  });

  it('of debits and credits must be equal in a trial balance, and need not be in a ledger', () => {
    const sides = `:Account | Debit | Credit
      Cash | 120,450.10 |
      Rent | 88,210.25 |
      Sales | | 145,905.75
      Capital | | 62,854.60
      = Total | 208,660.35 | 208,760.35`;
    const broken = prove(sides, { kind: 'trial-balance' });
    expect(broken.sentence).toBe('Total, Credit is out by 100.00');
    expect(prove(sides, { kind: 'ledger' }).state).toBe('proved');
  });
});
