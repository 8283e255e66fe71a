/**
 * What a workbook in full dress costs beside exceljs alone writing the same values plainly: a document of 80,000 cells (40 schedules
 * of 200 rows and 10 columns, live totals, cross-foots, doubts, links, a picture for each page, and the table of all cells), each way
 * in a process of its own, in turns.
 *
 *   npm run bench:workbook -- [--schedules 40] [--rounds 3]
 *
 * How to read it: seconds and CPU seconds of writing alone, the best of the rounds, and the most memory the process held, which with
 * either way begins with the document. The goal is a ratio of times <= 3. "table too" is exceljs alone when it writes the values of the
 * Cells table as well, which are ten times as many as the schedules'.
 */
import { execFileSync } from 'node:child_process';
import { loadavg } from 'node:os';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import ExcelJS from 'exceljs';
import { testPicture } from '#tests/harness/workbook/test-picture.ts';
import type { ExportDocument } from '#worker/export/export-document.ts';
import { planWorkbook } from '#worker/export/plan/plan-workbook.ts';
import { writeWorkbook } from '#worker/export/write-workbook.ts';
import { workbookDocument } from './workbook-document.ts';

const GOAL = 3;
const { values } = parseArgs({
  options: {
    schedules: { type: 'string', default: '40' },
    rounds: { type: 'string', default: '3' },
    way: { type: 'string', default: '' },
  },
});

interface Cost {
  seconds: number;
  cpuSeconds: number;
  peakMegabytes: number;
  megabytes: number;
}

const WAYS: Record<string, (document: ExportDocument) => Promise<number>> = {
  'full dress': async (document) => {
    const pictures = document.schedules.map(({ ordinal }) => testPicture(ordinal));
    return (await writeWorkbook(document, pictures)).length;
  },
  plain: async (document) => plainly(document, false),
  'table too': async (document) => plainly(document, true),
};

async function plainly(document: ExportDocument, table: boolean): Promise<number> {
  const book = new ExcelJS.Workbook();
  for (const { schedule } of document.schedules) {
    const sheet = book.addWorksheet(schedule.name);
    for (const { cells } of schedule.rows)
      sheet.addRow(cells.map(({ raw, value }) => (value.type === 'amount' ? value.minor : raw)));
  }
  const records = table
    ? planWorkbook({ sources: [{ document, pictures: [] }], missing: [] }).flatMap(
        ({ records }) => records ?? [],
      )
    : [];
  for (const { table, columns, rows } of records) {
    const sheet = book.addWorksheet(table);
    sheet.addRow(columns.map(({ head }) => head));
    for (const row of rows()) sheet.addRow(row);
  }
  return (await book.xlsx.writeBuffer()).byteLength;
}

async function measure(way: string): Promise<Cost> {
  const document = workbookDocument(Number(values.schedules));
  const [startedAt, before] = [performance.now(), process.cpuUsage()];
  const bytes = (await WAYS[way]?.(document)) ?? 0;
  const cpu = process.cpuUsage(before);
  return {
    seconds: (performance.now() - startedAt) / 1000,
    cpuSeconds: (cpu.user + cpu.system) / 1e6,
    peakMegabytes: process.resourceUsage().maxRSS / 1024,
    megabytes: bytes / 1e6,
  };
}

function main(): number {
  const script = fileURLToPath(import.meta.url);
  const costs = new Map<string, Cost[]>();
  for (let round = 0; round < Number(values.rounds); round += 1)
    for (const way of Object.keys(WAYS)) {
      const answer = execFileSync(process.execPath, [script, '--way', way, '--schedules', values.schedules]);
      costs.set(way, [...(costs.get(way) ?? []), JSON.parse(answer.toString()) as Cost]);
    }
  const best = (way: string, key: keyof Cost): number =>
    Math.min(...(costs.get(way) ?? []).map((cost) => cost[key]));
  console.log(
    `${Number(values.schedules) * 2000} cells, best of ${values.rounds}   load ${loadavg()[0]?.toFixed(1)}`,
  );
  console.log('               seconds     CPU   peak MB  file MB');
  for (const way of costs.keys()) {
    const [seconds, cpu] = [best(way, 'seconds').toFixed(2), best(way, 'cpuSeconds').toFixed(2)];
    const [peak, size] = [best(way, 'peakMegabytes').toFixed(0), best(way, 'megabytes').toFixed(1)];
    console.log(
      `${way.padEnd(12)} ${seconds.padStart(9)} ${cpu.padStart(7)} ${peak.padStart(9)} ${size.padStart(8)}`,
    );
  }
  const ratios = (['plain', 'table too'] as const).map(
    (way) => best('full dress', 'seconds') / best(way, 'seconds'),
  );
  const cpuRatio = best('full dress', 'cpuSeconds') / best('plain', 'cpuSeconds');
  console.log(
    `full dress / plain ${ratios[0]?.toFixed(2)} (CPU ${cpuRatio.toFixed(2)}), / table too ${ratios[1]?.toFixed(2)}; the goal is ${GOAL}`,
  );
  return (ratios[0] ?? Infinity) <= GOAL ? 0 : 1;
}

if (values.way === '') process.exitCode = main();
else console.log(JSON.stringify(await measure(values.way)));
