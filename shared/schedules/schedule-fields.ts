import type { ScheduleRow } from '#db/schedules.ts';
import type { ScheduleHead } from './schedule-head.ts';

/** What stands in columns of its own, alike in the list and in the single schedule. */
export type ScheduleFields = Pick<
  ScheduleHead,
  'id' | 'name' | 'confidence' | 'rowCount' | 'colCount' | 'ordinal' | 'kind' | 'pages'
>;

export function scheduleFields(row: Omit<ScheduleRow, 'body'>): ScheduleFields {
  return {
    id: row.id,
    name: row.name,
    confidence: row.confidence,
    rowCount: row.row_count,
    colCount: row.col_count,
    ordinal: row.ordinal,
    kind: row.kind,
    pages: row.pages,
  };
}
