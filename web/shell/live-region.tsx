import { announced } from './announce.ts';

/** Where `announce` is heard. It is there from the start: a region that comes with its text is not read. */
export function LiveRegion() {
  const { text, count } = announced.value;
  return (
    <div class="unseen" role="status" aria-live="polite">
      <span key={count}>{text}</span>
    </div>
  );
}
