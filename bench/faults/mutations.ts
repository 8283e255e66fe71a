export interface Mutation {
  name: string;
  /** Each text stands exactly once in its file. */
  changes: { file: string; from: string; to: string }[];
  /** Every one of them must fail. */
  tests: string[];
}

const model = 'tests/faults/ledger-model.test.ts';

/** Five ways to lose money, each taken out of code and database alike. */
export const mutations: Mutation[] = [
  {
    name: 'no-dedupe',
    changes: [
      {
        file: 'db/pages.ts',
        from: `  return inserted.numInsertedOrUpdatedRows === 1n;\n}\n\nexport async function insertCharge`,
        to: `  return inserted.numInsertedOrUpdatedRows >= 0n;\n}\n\nexport async function insertCharge`,
      },
      {
        file: 'db/migrations/0004-ledger.ts',
        from: `now(),\n      primary key (job_id, page_no)\n`,
        to: `now()\n`,
      },
    ],
    tests: [model, 'tests/faults/charges-at-the-cap.test.ts'],
  },
  {
    name: 'no-cap-condition',
    changes: [
      { file: 'db/costs.ts', from: 'sql<number>`cap_cents - spent_cents`', to: 'sql<number>`1000000`' },
      { file: 'db/costs.ts', from: 'spent_cents + ${cents} <= cap_cents', to: '${cents} >= 0' },
      {
        file: 'db/migrations/0001-jobs.ts',
        from: 'check (reserved_cents + spent_cents <= cap_cents)',
        to: 'check (cap_cents >= 0)',
      },
    ],
    tests: [model, 'tests/faults/charges-at-the-cap.test.ts'],
  },
  {
    name: 'leaked-reservation',
    changes: [
      {
        file: 'db/jobs.ts',
        from: '{ finished_at: sql`now()`, reserved_cents: 0 }',
        to: '{ finished_at: sql`now()` }',
      },
      {
        file: 'db/migrations/0001-jobs.ts',
        from: `'DELETING') or reserved_cents = 0)`,
        to: `'DELETING') or reserved_cents >= 0)`,
      },
    ],
    tests: [model, 'tests/integration/page-rules.test.ts'],
  },
  {
    name: 'no-run-check',
    changes: [
      {
        file: 'db/pages.ts',
        from: `    .where('run', '=', count.run)\n`,
        to: '',
      },
    ],
    tests: [model, 'tests/integration/page-rules.test.ts'],
  },
  {
    name: 'no-roll-up',
    changes: [
      {
        file: 'db/costs.ts',
        from: 'if (marked.numUpdatedRows === 0n) return;',
        to: 'if (marked.numUpdatedRows >= 0n) return;',
      },
    ],
    tests: [model, 'tests/integration/costs.test.ts'],
  },
];
