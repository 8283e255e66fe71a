import { z } from 'zod';
import { SCHEMA_VERSION } from './schema-version.ts';
import type { Schedule } from './schedule.ts';

const index = z.int().min(0);
const page = z.int().min(1);
const probability = z.number().min(0).max(1);
const box = z.tuple([z.number(), z.number(), z.number(), z.number()]);
const address = { row: index, col: index };
const decimal = { minor: z.int(), scale: index };

const cellValue = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('blank') }),
  z.strictObject({ type: z.literal('text'), text: z.string() }),
  z.strictObject({
    type: z.literal('amount'),
    ...decimal,
    currency: z.string().exactOptional(),
    footnote: z.string().exactOptional(),
  }),
  z.strictObject({ type: z.literal('percent'), ...decimal, footnote: z.string().exactOptional() }),
  z.strictObject({ type: z.literal('date'), iso: z.string(), ambiguous: z.literal(true).exactOptional() }),
]);

const cell = z.strictObject({
  raw: z.string(),
  value: cellValue,
  confidence: probability,
  page,
  box: box.nullable(),
  alternatives: z.array(z.string()).exactOptional(),
  colSpan: page.exactOptional(),
  rowSpan: page.exactOptional(),
  kept: z.literal(true).exactOptional(),
});

const prover = z.enum(['footing', 'cross-foot', 'running-balance', 'equality', 'product', 'ratio']);

const check = z.strictObject({
  prover,
  target: z.strictObject(address),
  addends: z.array(z.strictObject({ ...address, sign: z.union([z.literal(1), z.literal(-1)]) })),
  constantMinor: z.int().exactOptional(),
  printedMinor: z.int(),
  computedMinor: z.int(),
  scale: index,
  state: z.enum(['proved', 'proved-within-rounding', 'broken']),
  identity: z.string().exactOptional(),
});

const repair = z.strictObject({
  ...address,
  raw: z.string(),
  reading: z.string(),
  ...decimal,
  misreading: z.enum(['digit', 'lost-digit', 'doubled-digit', 'sign', 'bracket', 'decimal-point', 'other']),
  amongAlternatives: z.boolean(),
  heals: z.array(
    z.strictObject({
      prover,
      target: z.strictObject(address),
      beforeMinor: z.int(),
      afterMinor: z.int(),
      scale: index,
    }),
  ),
});

const proof = z.strictObject({
  state: z.enum(['proved', 'proved-within-rounding', 'broken', 'nothing-to-prove']),
  checks: z.array(check),
  coveredCells: index,
  amountCells: index,
  sentence: z.string(),
  repairs: z.array(repair).exactOptional(),
});

const doubt = z.strictObject({
  ...address,
  reason: z.enum([
    'unsure',
    'contested',
    'breaks-sum',
    'odd-decimals',
    'odd-form',
    'torn',
    'stray',
    'no-figure',
    'several-figures',
    'cut-range',
    'ambiguous-date',
  ]),
  sentence: z.string(),
});

const tie = z.strictObject({
  ...address,
  identity: z.string(),
  ...decimal,
  other: z.strictObject({ ...address, id: z.string(), ordinal: page, name: z.string() }),
});

/** What persons changed since the page was read, in the order of time; the cells stand as they are now. */
const cellEdit = z.strictObject({ ...address, read: z.string(), by: z.string(), proved: z.boolean() });

/** A schedule as it stands in exports and in the answers of the API. */
export const scheduleForm = z.strictObject({
  kind: z.string(),
  name: z.string(),
  caption: z.strictObject({
    title: z.string(),
    entity: z.string(),
    period: z.string(),
    unit: z.string(),
    currency: z.string(),
  }),
  pages: z.array(page),
  parts: z.array(
    z.strictObject({
      page,
      box,
      firstRow: index,
      rowCount: index,
      headRepeated: z.literal(true).exactOptional(),
    }),
  ),
  columns: z.array(
    z.strictObject({ heading: z.string(), role: z.enum(['label', 'amount', 'percent', 'date', 'text']) }),
  ),
  rows: z.array(
    z.strictObject({
      role: z.enum(['head', 'section', 'line', 'subtotal', 'total']),
      level: index,
      cells: z.array(cell),
    }),
  ),
  confidence: probability,
  proof,
  doubts: z.array(doubt),
  ties: z.array(tie).exactOptional(),
}) satisfies z.ZodType<Schedule>;

/** A file of format `json`, as a worker writes it: docs/schedule.schema.json is made of this. */
export const exportForm = z.strictObject({
  format: z.literal('ledgerlift-schedules'),
  version: z.literal(SCHEMA_VERSION),
  source: z.strictObject({
    jobId: z.string(),
    filename: z.string(),
    sha256: z.string().regex(/^[0-9a-f]{64}$/),
    bytes: z.int().min(1),
    pageCount: index,
    completedAt: z.iso.datetime(),
    partial: z.boolean(),
    partialSentence: z.string().exactOptional(),
    sourceUrl: z.string().exactOptional(),
  }),
  schedules: z.array(
    scheduleForm.extend({ id: z.string(), ordinal: page, edits: z.array(cellEdit).min(1).exactOptional() }),
  ),
});
