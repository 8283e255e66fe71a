import { getJson, sendJson } from '../shell/api.ts';
import type { Job, ScheduleList } from '../shell/wire.ts';
import { pauseBefore } from './pause-before.ts';
import type { ReviewedSchedule } from './model/save-step.ts';
import type { ReviewApi, ReviewPicture } from './model/review-api.ts';

/** The calls of the review of one job. Each throws ApiProblem. */
export function httpReviewApi(jobId: string): ReviewApi {
  const job = `/api/jobs/${encodeURIComponent(jobId)}`;
  const at = (ordinal: number) => `${job}/schedules/${ordinal}`;
  return {
    job: () => getJson<Job>(job),
    heads: async () => (await getJson<ScheduleList>(`${job}/schedules`)).schedules,
    page: (page) => getJson<ReviewPicture>(`${job}/pages/${page}`),
    get: (ordinal) => getJson<ReviewedSchedule>(at(ordinal)),
    patch: (ordinal, body) => sendJson<ReviewedSchedule>('PATCH', at(ordinal), body),
    undo: (ordinal, body) => sendJson<ReviewedSchedule>('POST', `${at(ordinal)}/undo`, body),
    pause: pauseBefore,
  };
}
