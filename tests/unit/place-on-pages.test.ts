import { describe, expect, test } from 'vitest';
import type { Schedule } from '#shared/schedules/schedule.ts';
import { rollForward } from '#tests/fixtures/schedules.ts';
import type { PageModel } from '#worker/page/page-model.ts';
import { placeOnPages } from '#worker/pipeline/place-on-pages.ts';

const schedule = rollForward();

/** The schedule on its only page, with what the reader did to the page before the table was found. */
function placed(change: Partial<PageModel>): Schedule {
  const page: PageModel = {
    page: schedule.pages[0] ?? 1,
    widthPoints: 800,
    heightPoints: 600,
    source: 'ocr',
    words: [],
    rulings: [],
    fills: [],
    turnedDegrees: 0,
    ...change,
  };
  return placeOnPages(schedule, new Map([[page.page, page]]));
}

const boxesOf = ({ rows }: Schedule) =>
  rows.flatMap((row) => row.cells.flatMap((cell) => (cell.box === null ? [] : [cell.box])));

describe('boxes on the page as displayed', () => {
  test('are the model’s own where nothing was turned or straightened', () => {
    expect(placed({})).toEqual(schedule);
  });

  test('of a page read sideways are turned back, cells and parts alike', () => {
    const [x0, y0, x1, y1] = boxesOf(schedule)[0] ?? [0, 0, 0, 0];
    const turned = placed({ turnedDegrees: 90 });
    expect(boxesOf(turned)[0]).toEqual([y0, 800 - x1, y1, 800 - x0]);
    expect(turned.parts[0]?.box).not.toEqual(schedule.parts[0]?.box);
  });

  test('of a straightened scan move with the tilt and keep their size', () => {
    const before = boxesOf(schedule);
    for (const [index, [x0, y0, x1, y1]] of boxesOf(placed({ skewDegrees: 1 })).entries()) {
      const [a0, b0, a1, b1] = before[index] ?? [0, 0, 0, 0];
      expect(x1 - x0).toBeCloseTo(a1 - a0, 6);
      expect(y1 - y0).toBeCloseTo(b1 - b0, 6);
      expect(Math.abs(x0 - a0) + Math.abs(y0 - b0)).toBeGreaterThan(0);
    }
  });
});
