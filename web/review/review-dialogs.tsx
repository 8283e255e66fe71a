import { KeysDialog } from './keys-dialog.tsx';
import { KindDialog } from './kind-dialog.tsx';
import type { Review } from './model/review.ts';
import { RenameDialog } from './rename-dialog.tsx';

/** The dialog that is open, if any. */
export function ReviewDialogs({ review }: { review: Review }) {
  switch (review.dialog.value) {
    case 'keys':
      return <KeysDialog review={review} />;
    case 'rename':
      return <RenameDialog review={review} />;
    case 'kind':
      return <KindDialog review={review} />;
    case null:
      return null;
  }
}
