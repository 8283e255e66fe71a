import type { CellEdit } from '#shared/review/cell-edits.ts';
import type { Schedule } from '#shared/schedules/schedule.ts';

/** All an export needs to know of a job: where the figures come from, and the schedules chosen, in order. */
export interface ExportDocument {
  jobId: string;
  filename: string;
  /** Of the PDF, in hexadecimal. */
  sha256: string;
  bytes: number;
  pageCount: number;
  /** ISO time. Every date inside an export is this one, so that the same job gives the same bytes. */
  completedAt: string;
  /** It is not of the whole document: some page could not be read or was not asked for, or the job was stopped early. */
  partial: boolean;
  /** Why, for a person. */
  partialSentence?: string;
  schedules: ExportedSchedule[];
  /** Where a person can see the pages; "#page=n" is appended. Only http and https become links. */
  sourceUrl?: string;
}

export interface ExportedSchedule {
  id: string;
  /** From 1, in the order of the document. */
  ordinal: number;
  schedule: Schedule;
  /** What was changed since the page was read, in the order of time; the schedule holds the figures as they are now. */
  edits?: CellEdit[];
}
