import type { Cell, CellAddress, Row } from '#shared/schedules/schedule.ts';
import { median } from './box-math.ts';
import { type WrittenForm, writtenForm } from './written-form.ts';

/** A cell that holds a figure, as it is written. */
export interface Figure extends CellAddress {
  cell: Cell;
  form: WrittenForm;
  head: boolean;
}

/** What a figure is compared with: how the others around it are written. Counted once, asked often; heads are not counted. */
export interface FigureCompany {
  figures: Figure[];
  /** Share of the others of its row or column that have as many decimals, and that have more; 0 of fewer than two others. */
  decimals(figure: Figure, along: 'row' | 'col'): { same: number; more: number };
  /** Share of the others of the schedule that part their thousands in another way; 0 of fewer than three others. */
  otherGroups(figure: Figure): number;
  /** Share of the others of its row or column that are percentages where it is none, or none where it is one. */
  otherPercent(figure: Figure, along: 'row' | 'col'): number;
  /** Digits of the usual figure of a column; 0 where there are fewer than four. */
  usualDigits(col: number): number;
}

export function figureCompany(rows: readonly Row[]): FigureCompany {
  const figures = rows.flatMap(({ role, cells }, row) =>
    cells.flatMap((cell, col): Figure[] => {
      const form = writtenForm(cell.raw);
      return form === null ? [] : [{ row, col, cell, form, head: role === 'head' }];
    }),
  );
  const body = figures.filter(({ head }) => !head);
  const counts = new Counts(body);
  const columns = Map.groupBy(body, ({ col }) => col);
  const digits = new Map([...columns].map(([col, members]) => [col, usualDigits(members)]));
  return {
    figures,
    decimals: (figure, along) => {
      const entry = decimalsOf(figure, along);
      const own = figure.form.decimals;
      return {
        same: counts.share(entry, { least: 2, wanted: (key) => Number(key) === own }),
        more: counts.share(entry, { least: 2, wanted: (key) => Number(key) > own }),
      };
    },
    otherGroups: (figure) => {
      const entry = groupsOf(figure);
      return counts.share(entry, { least: 3, wanted: (key) => key !== entry?.key });
    },
    otherPercent: (figure, along) => {
      const entry = percentOf(figure, along);
      return counts.share(entry, { least: 3, wanted: (key) => key !== entry.key });
    },
    usualDigits: (col) => digits.get(col) ?? 0,
  };
}

/** A figure counted at a place: there it is one of those that are written like `key`. */
interface Entry {
  place: string;
  key: string;
}

class Counts {
  readonly #places = new Map<string, Map<string, number>>();

  constructor(figures: readonly Figure[]) {
    for (const figure of figures)
      for (const entry of [
        groupsOf(figure),
        ...(['row', 'col'] as const).flatMap((along) => [
          decimalsOf(figure, along),
          percentOf(figure, along),
        ]),
      ])
        if (entry) this.#count(entry);
  }

  #count({ place, key }: Entry): void {
    const known = this.#places.get(place) ?? new Map<string, number>();
    this.#places.set(place, known.set(key, (known.get(key) ?? 0) + 1));
  }

  /** Share of the others at a place that are written as wanted; the figure itself, which was counted, is none of them. */
  share(entry: Entry | null, of: { least: number; wanted: (key: string) => boolean }): number {
    if (entry === null) return 0;
    const others = [...(this.#places.get(entry.place) ?? [])].map(
      ([key, count]) => [key, key === entry.key ? count - 1 : count] as const,
    );
    const all = others.reduce((sum, [, count]) => sum + count, 0);
    const wanted = others.reduce((sum, [key, count]) => sum + (of.wanted(key) ? count : 0), 0);
    return all < of.least ? 0 : wanted / all;
  }
}

/** A zero may be written short, nobody knows the decimals of a torn figure, years and codes have none, and percentages have decimals of their own. */
function decimalsOf({ row, col, form, cell }: Figure, along: 'row' | 'col'): Entry | null {
  const mayBeCode = form.decimals === 0 && (cell.value.type === 'text' || form.year);
  if (form.zero || form.torn || mayBeCode) return null;
  return { place: `${along} ${along === 'row' ? row : col} ${form.percent}`, key: `${form.decimals}` };
}

/** Codes and years in columns of text need no parting. */
function groupsOf({ form, cell }: Figure): Entry | null {
  if (form.groups === null || (cell.value.type === 'text' && form.groups === '')) return null;
  return { place: 'groups', key: form.groups };
}

function percentOf({ row, col, form }: Figure, along: 'row' | 'col'): Entry {
  return { place: `percent ${along} ${along === 'row' ? row : col}`, key: `${form.percent}` };
}

const LEAST_MEMBERS = 4;

function usualDigits(members: Figure[]): number {
  return members.length < LEAST_MEMBERS ? 0 : median(members.map(({ form }) => form.digits));
}
