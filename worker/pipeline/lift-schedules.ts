import type { Schedule } from '#shared/schedules/schedule.ts';
import type { PageModel } from '../page/page-model.ts';
import { findSchedules } from '../tables/find-schedules.ts';
import { placeOnPages } from './place-on-pages.ts';

/**
 * From the pages of a document to its schedules: found, typed, named, proved, and each figure at its place on the
 * page as displayed. Pure; pages ascend. Benchmarks call exactly this.
 */
export function liftSchedules(pages: readonly PageModel[]): Schedule[] {
  const byPage = new Map(pages.map((page) => [page.page, page]));
  return findSchedules(pages).map((schedule) => placeOnPages(schedule, byPage));
}
