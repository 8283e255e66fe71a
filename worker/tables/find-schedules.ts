import type { Schedule } from '#shared/schedules/schedule.ts';
import type { PageModel } from '#worker/page/page-model.ts';
import { buildSchedules } from './build-schedules.ts';
import { trustSchedule } from './trust-schedule.ts';

/**
 * All schedules of a document in reading order, joined over its pages, typed, named, proved and weighed. `pages` must be ascending;
 * pages without words hold no schedules. Boxes are in the space of the page models: turn them back where `turnedDegrees` is not 0.
 */
export function findSchedules(pages: readonly PageModel[]): Schedule[] {
  const scanned = new Set(pages.flatMap(({ page, source }) => (source === 'ocr' ? [page] : [])));
  return buildSchedules(pages).flatMap((built) => trustSchedule(built, scanned) ?? []);
}
