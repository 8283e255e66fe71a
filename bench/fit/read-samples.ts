import { existsSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { placeOnPages } from '#worker/pipeline/place-on-pages.ts';
import type { PageModel } from '#worker/page/page-model.ts';
import { buildSchedules } from '#worker/tables/build-schedules.ts';
import { type CellEvidence, cellEvidence } from '#worker/tables/cell-evidence.ts';
import { isDrawing } from '#worker/tables/is-drawing.ts';
import { type ScheduleEvidence, scheduleEvidence } from '#worker/tables/schedule-evidence.ts';
import { partRows } from '../part-rows.ts';
import { predict } from '../predict.ts';
import { type JudgedTable, judgeDocument } from './judge-document.ts';

/** A table that was found, as the scorer sees it: of a stitched one each part where the truth is kept page by page. */
export interface TableSample {
  id: string;
  family: string;
  scanned: boolean;
  usable: boolean;
  found: boolean;
  /** Whether any table of the truth touches its pages. */
  bare: boolean;
  proved: boolean;
  /** All but `misread`, which depends on the weights of the cells. */
  evidence: ScheduleEvidence;
  figures: FigureSample[];
  /** Evidence of all recognised figures of the schedule, judged or not. */
  recognised: CellEvidence[];
}

export interface FigureSample {
  raw: string;
  right: boolean;
  /** null for a figure of a text layer. */
  evidence: CellEvidence | null;
}

/** A table as it is judged: which of those built it is, and which part of it. */
interface Shown extends JudgedTable {
  of: number;
  at: number | null;
}

interface Truth {
  tables?: JudgedTable[];
  per_page?: boolean;
}

/** All tables that the stages find on the cached page models of a corpus, with their evidence and the judgement of the truth. */
export async function readSamples(corpus: string, models: readonly string[]): Promise<TableSample[]> {
  const names = (await readdir(corpus)).filter((name) => name.endsWith('.json')).sort();
  const samples: TableSample[] = [];
  for (const name of names) {
    const truth = JSON.parse(await readFile(join(corpus, name), 'utf8')) as Truth;
    const cached = models.map((folder) => join(folder, name)).find((path) => existsSync(path));
    if (!truth.tables || !cached) continue;
    const pages = (JSON.parse(await readFile(cached, 'utf8')) as { models: PageModel[] }).models;
    samples.push(...samplesOf(basename(name, '.json'), pages, { ...truth, tables: truth.tables }));
  }
  return samples;
}

/** The part of an id before its number: "icdar-eu" of "icdar-eu-002~poor150", "note" of "fin-dev-note00". */
function familyOf(id: string): string {
  return id.replace(/-?\d+[a-z]?(?:~.*)?$/, '').replace(/^fin-[a-z]+-/, '');
}

function samplesOf(id: string, pages: PageModel[], truth: Truth & { tables: JudgedTable[] }): TableSample[] {
  const scanned = new Set(pages.flatMap(({ page, source }) => (source === 'ocr' ? [page] : [])));
  const byPage = new Map(pages.map((page) => [page.page, page]));
  const built = buildSchedules(pages).filter(
    ({ schedule }) => schedule.proof.coveredCells > 0 || !isDrawing(schedule.rows),
  );
  const placed = built.map(({ schedule }) =>
    placeOnPages({ ...schedule, confidence: 1, doubts: [] }, byPage),
  );
  const shown = predict(id, pages, placed).tables.flatMap((table, of): Shown[] =>
    truth.per_page === true
      ? table.parts.map(({ page, bbox, rows }, at) => ({
          pages: [page],
          bbox_per_page: [bbox],
          rows,
          of,
          at,
        }))
      : [{ ...table, of, at: null }],
  );
  const tabled = new Set(truth.tables.flatMap((table) => table.pages));
  return judgeDocument(truth.tables, shown).flatMap((verdict, index): TableSample[] => {
    const table = shown[index];
    const of = table && built[table.of];
    if (!table || !of) return [];
    const { schedule, pieces } = of;
    const evidence = new Map(
      cellEvidence(schedule, scanned).map((each) => [`${each.row},${each.col}`, each.evidence]),
    );
    const part = table.at === null ? undefined : schedule.parts[table.at];
    const rows = part ? partRows(schedule, part) : schedule.rows.map((_, row) => row);
    const isScanned = schedule.pages.some((page) => scanned.has(page));
    return [
      {
        id,
        family: familyOf(id),
        scanned: isScanned,
        usable: verdict.usable,
        found: verdict.found,
        bare: table.pages.every((page) => !tabled.has(page)),
        proved: schedule.proof.coveredCells > 0,
        evidence: scheduleEvidence(pieces, schedule, { misread: 0, scanned: isScanned }),
        recognised: [...evidence.values()],
        figures: [...verdict.figures].map(([at, right]) => {
          const [row = 0, col = 0] = at.split(',').map(Number);
          return {
            raw: table.rows[row]?.[col] ?? '',
            right,
            evidence: evidence.get(`${rows[row]},${col}`) ?? null,
          };
        }),
      },
    ];
  });
}
