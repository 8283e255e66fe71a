import { useEffect } from 'preact/hooks';
import type { Review } from './model/review.ts';

/** The browser asks before the page is left with edits that are not saved. */
export function useLeaveWarning(review: Review): void {
  useEffect(() => {
    const warn = (event: BeforeUnloadEvent): void => {
      if (review.unsaved.length > 0) event.preventDefault();
    };
    window.addEventListener('beforeunload', warn);
    return () => window.removeEventListener('beforeunload', warn);
  }, [review]);
}
