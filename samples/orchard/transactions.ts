import { seededRandom } from '../draw/random.ts';

export interface Transaction {
  date: Date;
  text: string;
  /** Cents (pence) paid in above zero, paid out below. */
  pence: number;
}

export const openingPence = 58_412_67;

/** The movements of the account from 1 October to 31 December 2024, by date: invented, and the same at every run. */
export function makeTransactions(): Transaction[] {
  const random = seededRandom(1886);
  const chance = Array.from({ length: dailyCount }, (): Transaction => {
    const date = workingDay(Math.floor(random() * 92));
    return { date, ...pick(random) };
  });
  return [...fixed, ...chance].sort((a, b) => a.date.getTime() - b.date.getTime());
}

/** 25 December, in days after 1 October. */
const christmas = 85;

const dailyCount = 60;

type Payee = readonly [text: string, lowPence: number, highPence: number];

const customers: readonly Payee[] = [
  ['FASTER PAYMENT  The Apple Tree Inn', 640_00, 2_900_00],
  ['FASTER PAYMENT  Hobley & Rudd Wines', 2_100_00, 9_800_00],
  ['CARD RECEIPTS  Farm shop', 380_00, 1_450_00],
  ['BACS  Meridian Taverns plc', 4_500_00, 14_200_00],
  ['FASTER PAYMENT  Severn Deli Ltd', 210_00, 980_00],
  ['CREDIT  Ambrey Village Hall', 150_00, 900_00],
];

const suppliers: readonly Payee[] = [
  ['FASTER PAYMENT  Grayling Glassworks', 1_800_00, 7_400_00],
  ['FASTER PAYMENT  Holt Farm apples', 2_300_00, 8_900_00],
  ['CARD PAYMENT  Cork & Cap Direct', 120_00, 880_00],
  ['CARD PAYMENT  Tewkes Agri Parts', 38_00, 560_00],
  ['FASTER PAYMENT  Corkhill Labels', 240_00, 1_150_00],
  ['CARD PAYMENT  Vale Fuel Services', 61_00, 240_00],
  ['FASTER PAYMENT  Penn Lane Nurseries', 190_00, 1_320_00],
  ['FASTER PAYMENT  Lugg Haulage', 310_00, 1_640_00],
];

const fixed: readonly Transaction[] = [
  ['2024-10-01', 'STANDING ORDER  Vale Estates rent', -2_450_00],
  ['2024-10-07', 'DIRECT DEBIT  HMRC VAT', -6_318_42],
  ['2024-10-14', 'DIRECT DEBIT  Beacon Telecom', -94_92],
  ['2024-10-22', 'DIRECT DEBIT  Western Power Supply', -932_52],
  ['2024-10-28', 'BACS  Wages October', -14_872_30],
  ['2024-10-31', 'CHARGES to 30 September', -41_75],
  ['2024-11-01', 'STANDING ORDER  Vale Estates rent', -2_450_00],
  ['2024-11-14', 'DIRECT DEBIT  Beacon Telecom', -97_23],
  ['2024-11-15', 'TRANSFER  Reserve account', -10_000_00],
  ['2024-11-22', 'DIRECT DEBIT  Western Power Supply', -991_54],
  ['2024-11-27', 'BACS  Wages November', -15_204_11],
  ['2024-11-29', 'CHARGES to 31 October', -38_20],
  ['2024-12-02', 'STANDING ORDER  Vale Estates rent', -2_450_00],
  ['2024-12-09', 'BACS  Rural grant scheme', 12_500_00],
  ['2024-12-16', 'DIRECT DEBIT  Beacon Telecom', -94_92],
  ['2024-12-20', 'BACS  Wages December', -16_930_85],
  ['2024-12-23', 'DIRECT DEBIT  Western Power Supply', -1_204_18],
  ['2024-12-31', 'CHARGES to 30 November', -44_60],
  ['2024-12-31', 'GROSS INTEREST', 63_18],
].map(([day, text, pence]) => ({
  date: new Date(`${day}T00:00:00Z`),
  text: String(text),
  pence: Number(pence),
}));

function pick(random: () => number): { text: string; pence: number } {
  const paidIn = random() < 0.46;
  const payees = paidIn ? customers : suppliers;
  const [text, low, high] = payees[Math.floor(random() * payees.length)] ?? ['', 0, 0];
  const pence = Math.round(low + random() * (high - low));
  return { text, pence: paidIn ? pence : -pence };
}

/** The day so many days after 1 October 2024; what falls on a weekend or at Christmas is booked on the working day before. */
function workingDay(offset: number): Date {
  const date = new Date(Date.UTC(2024, 9, 1 + offset));
  const isClosed = [0, 6].includes(date.getUTCDay()) || offset === christmas || offset === christmas + 1;
  return isClosed ? workingDay(offset - 1) : date;
}
