import { existsSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { checkInvariants } from '#db/invariants.ts';
import { onePagePdf } from '#tests/fixtures/one-page-pdf.ts';
import { mutatePdf } from '#tests/fixtures/mutate-pdf.ts';
import { type HostileBench, startHostileBench } from '#tests/harness/hostile-bench.ts';
import { digitalSample, sample, scannedSample } from '#tests/harness/samples.ts';
import { seededRandom } from '#tests/harness/seeded-random.ts';
import { tellFigure } from '#tests/harness/tell-figure.ts';

const fileCount = Number(process.env['MUTATED_FAULT_FILES'] ?? 16);
const seed = Number(process.env['MUTATED_FAULT_SEED'] ?? 1);

/** Recognition is not looked at here: a scan that still opens is read in no time. */
const settings = {
  OCR_ENGINE: 'fixed-latency',
  OCR_FIXED_LATENCY_MS: '0',
  PDF_MAX_PAGES: '100',
};

/** The end of a file that is no longer whole; whatever failed cost nothing. */
const ENDS =
  /^(COMPLETED( (pdf-broken|resource-limit))*|FAILED (pdf-broken|pdf-empty|pdf-encrypted|resource-limit)|refused not-a-pdf)$/;

describe.runIf(existsSync('/proc/self/status'))(
  `${fileCount} samples that were tampered with at random`,
  () => {
    let bench: HostileBench;
    beforeAll(async () => {
      bench = await startHostileBench(settings);
    });
    afterAll(async () => bench.close());

    test('end with a code of the table, and what fails costs nothing', { timeout: 3_600_000 }, async () => {
      const whole = await wholeFiles();
      const counts = new Map<string, number>();
      const most = { seconds: 0, workerMb: 0, readerMb: 0 };
      for (let at = 0; at < fileCount; at += 1) {
        const random = seededRandom(seed * 100_003 + at);
        const bytes = mutatePdf(whole[at % whole.length] ?? new Uint8Array(), random);
        const lifted = await bench.lift(bytes).catch((error: unknown) => {
          throw new Error(`file ${at} of seed ${seed}`, { cause: error });
        });
        expect(lifted.end, `file ${at} of seed ${seed}`).toMatch(ENDS);
        const charged = lifted.end.startsWith('COMPLETED') ? 0 : lifted.spentCents;
        expect(charged, `file ${at} of seed ${seed}`).toBe(0);
        counts.set(lifted.end, (counts.get(lifted.end) ?? 0) + 1);
        for (const key of ['seconds', 'workerMb', 'readerMb'] as const)
          most[key] = Math.max(most[key], lifted[key]);
      }
      expect(
        (await checkInvariants(bench.system.services.db)).filter(({ violations }) => violations > 0),
      ).toEqual([]);
      const ends = [...counts].map(([end, times]) => `${times} ${end}`).join(', ');
      tellFigure({
        figure: `${ends}; slowest ${most.seconds.toFixed(1)} s, worker <= ${most.workerMb} MB, reader <= ${most.readerMb} MB`,
      });
    });
  },
);

/** Packed and plain, digital and scanned; of the plain one every change reaches the parser. */
async function wholeFiles(): Promise<Uint8Array[]> {
  const plain = onePagePdf({
    content:
      'q 0 0 m 300 300 l S Q BT /F 12 Tf 72 700 Td [(Cash) -500 (1,234)] TJ 0 -20 Td (Sum 1,234) Tj ET',
    resources: '/Font<</F 5 0 R>>',
    objects: ['<</Type/Font/Subtype/Type1/BaseFont/Helvetica/FirstChar 32/LastChar 34/Widths[278 278 355]>>'],
  });
  return [
    await sample(digitalSample),
    await sample('orchard-bank-statement.pdf'),
    await sample(scannedSample),
    plain,
    plain,
  ];
}
