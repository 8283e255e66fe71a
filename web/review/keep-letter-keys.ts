import { effect } from '@preact/signals';
import type { Review } from './model/review.ts';

const place = 'ledgerlift.letter-keys';

/** Whether single letters are keys is remembered by this browser. The function that comes back ends it. */
export function keepLetterKeys(review: Review): () => void {
  review.letterKeys.value = localStorage.getItem(place) !== 'off';
  return effect(() => {
    if (review.letterKeys.value) localStorage.removeItem(place);
    else localStorage.setItem(place, 'off');
  });
}
