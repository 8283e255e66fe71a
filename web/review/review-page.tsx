import { useEffect, useMemo } from 'preact/hooks';
import { announce } from '../shell/announce.ts';
import { JobProblem } from '../shell/job-problem.tsx';
import { ProblemNote } from '../shell/problem-note.tsx';
import { httpReviewApi } from './http-review-api.ts';
import { keepLetterKeys } from './keep-letter-keys.ts';
import { KeyBar } from './key-bar.tsx';
import { Review } from './model/review.ts';
import { PageLoader } from './page-loader.ts';
import { PagePicture } from './page-picture.tsx';
import { ReviewDialogs } from './review-dialogs.tsx';
import { ScheduleList } from './schedule-list.tsx';
import { SchedulePanel } from './schedule-panel.tsx';
import { TopBar } from './top-bar.tsx';
import { useLeaveWarning } from './use-leave-warning.ts';
import { useReviewKeys } from './use-review-keys.ts';

/** The review of one job: its schedules, the page as printed, and the figures with their proof, side by side. */
export function ReviewPage({ jobId }: { jobId: string }) {
  const [review, pages] = useMemo(() => {
    const api = httpReviewApi(jobId);
    const made = new Review({ api, say: announce });
    made.pictureShown.value = !window.matchMedia('(max-width: 48rem)').matches;
    return [made, new PageLoader(api)] as const;
  }, [jobId]);
  useEffect(() => {
    void review.load();
    const forget = keepLetterKeys(review);
    return () => {
      forget();
      pages.close();
    };
  }, [review]);
  useReviewKeys(review);
  useLeaveWarning(review);
  const name = review.job.value?.filename;
  useEffect(() => {
    document.title = name === undefined ? 'LedgerLift' : `${name} · LedgerLift`;
  }, [name]);
  const open = review.current.value;
  const problem = review.problem.value;
  return (
    <div class="review">
      <TopBar {...{ review, jobId }} />
      <ScheduleList review={review} />
      <main class={`review-main${review.pictureShown.value ? '' : ' no-picture'}`} id="main">
        {problem && open ? <ProblemNote problem={problem} title="That did not work." /> : null}
        {problem && !open ? (
          <JobProblem jobId={jobId} problem={problem} onRetry={() => void review.load()} />
        ) : null}
        {open ? (
          <>
            <PagePicture key={open.id} {...{ review, open, pages }} />
            <SchedulePanel key={open.id} {...{ review, open }} />
          </>
        ) : problem ? null : (
          <p class="soft empty">
            {review.job.value ? 'There is no schedule in this file.' : 'The schedules are fetched…'}
          </p>
        )}
      </main>
      <KeyBar review={review} />
      <ReviewDialogs review={review} />
    </div>
  );
}
