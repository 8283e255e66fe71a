import { existsSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { waitUntil } from '#bin/wait-until.ts';
import { checkInvariants } from '#db/invariants.ts';
import { HostileMaker } from '#tests/fixtures/hostile/hostile-maker.ts';
import type { HostilePdf } from '#tests/fixtures/hostile/hostile-pdf.ts';
import { largeFiles } from '#tests/fixtures/hostile/large-files.ts';
import { hostilePdfs } from '#tests/fixtures/hostile-pdfs.ts';
import { type HostileBench, startHostileBench } from '#tests/harness/hostile-bench.ts';
import { wrongEnd } from '#tests/harness/wrong-end.ts';
import { pdfProcesses } from '#tests/harness/pdf-processes.ts';
import { digitalSample, sample } from '#tests/harness/samples.ts';
import { tellFigure } from '#tests/harness/tell-figure.ts';

/** How many files; from some number on these are all, the heavy ones and those of PDF_MAX_MB's default among them. */
const fileCount = Number(process.env['HOSTILE_FAULT_FILES'] ?? 24);
const known = hostilePdfs();
const whole = fileCount >= known.length;
const maxMb = whole ? 100 : 2;
const files = [...chosen(), ...largeFiles(maxMb)];

/** Whole: the limits as they come. Else a call may take less, so that bombs end sooner. */
const settings = {
  PDF_MAX_MB: String(maxMb),
  PDF_MAX_PAGES: '100',
  COST_PER_PAGE_CENTS: '12',
  ...(whole ? {} : { PDF_CALL_TIMEOUT_SECONDS: '4' }),
};

describe.runIf(existsSync('/proc/self/status'))('through the whole system, with one worker', () => {
  let bench: HostileBench;
  const maker = new HostileMaker(maxMb);
  const seconds: number[] = [];
  const megabytes = { worker: 0, reader: 0, together: 0 };
  beforeAll(async () => {
    bench = await startHostileBench(settings);
  });
  afterAll(async () => {
    await maker.close();
    await bench.close();
  });

  test.each(files)(
    '$name ends as it may, costs nothing and leaves nothing',
    { timeout: 300_000 },
    async (file) => {
      const lifted = await bench.lift(await maker.make(file));
      tellFigure({
        on: file.name,
        figure: `${lifted.end}, ${lifted.spentCents} cents, ${lifted.seconds.toFixed(1)} s, worker ${lifted.workerMb} MB, reader ${lifted.readerMb} MB`,
        met: lifted.seconds <= MOST_SECONDS,
      });
      seconds.push(lifted.seconds);
      megabytes.worker = Math.max(megabytes.worker, lifted.workerMb);
      megabytes.reader = Math.max(megabytes.reader, lifted.readerMb);
      megabytes.together = Math.max(megabytes.together, lifted.togetherMb);
      expect(wrongEnd(file, lifted)).toBe('');
      expect(lifted.spentCents).toBeLessThanOrEqual(file.shows === true ? 12 : 0);
    },
  );

  test('after them an ordinary job is lifted by the same worker, and the ledger adds up', async () => {
    const { system, pid } = bench;
    const { jobId } = await system.client.submit('a.pdf', await sample(digitalSample));
    const { status } = await waitUntil(
      async () => system.client.job(jobId),
      (job) => job.finishedAt !== null,
    );
    expect(status).toBe('COMPLETED');
    expect((await system.client.schedules(jobId)).length).toBeGreaterThan(0);
    expect((await checkInvariants(system.services.db)).filter(({ violations }) => violations > 0)).toEqual(
      [],
    );
    // The spare process is all that stays.
    await waitUntil(
      async () => Promise.resolve(pdfProcesses(pid)),
      (left) => left.length <= 1,
    );
    const sum = seconds.reduce((all, each) => all + each, 0);
    tellFigure({
      on: `all ${files.length}`,
      figure: `slowest ${Math.max(...seconds).toFixed(1)} s, worker <= ${megabytes.worker} MB, reader <= ${megabytes.reader} MB, together <= ${megabytes.together} MB, ${sum.toFixed(0)} s in all`,
    });
  });
});

/** Printed by the full run; tests do not look at the clock. */
const MOST_SECONDS = 30;

/** All of them, or as many as are asked for, from all over the set. */
function chosen(): HostilePdf[] {
  if (whole) return known;
  const light = known.filter((file) => file.heavy !== true && file.make().length <= maxMb * 2 ** 20);
  return light.filter(
    (_, at) =>
      Math.floor((at * fileCount) / light.length) !== Math.floor(((at - 1) * fileCount) / light.length),
  );
}
