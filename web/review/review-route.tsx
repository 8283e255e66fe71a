import type { PageProps } from '../routes.ts';
import { ReviewPage } from './review-page.tsx';

/** The review page at its address; another job is another page. */
export function ReviewRoute({ params }: PageProps) {
  const jobId = params['jobId'] ?? '';
  return <ReviewPage key={jobId} jobId={jobId} />;
}
