import { useSignal } from '@preact/signals';
import { Button } from '../shell/button.tsx';
import { plural } from '../shell/plural.ts';
import type { Review } from './model/review.ts';
import { exportSchedules } from './export-schedules.ts';

/** Exports what is ticked, with every edit: waits until the edits are saved and the file is written, then hands it over. */
export function ExportButton({ review, jobId }: { review: Review; jobId: string }) {
  const at = useSignal<string | null>(null);
  const count = review.ticked.value.size;
  const run = async (): Promise<void> => {
    try {
      await exportSchedules({ review, jobId, tell: (step) => (at.value = step) });
    } catch (error) {
      review.say(error instanceof Error ? error.message : String(error));
      review.problem.value = error;
    } finally {
      at.value = null;
    }
  };
  return (
    <Button class="button-primary" busy={at.value !== null || count === 0} onClick={() => void run()}>
      {at.value ?? `Export ${plural(count, 'schedule')}`}
    </Button>
  );
}
