import { KeysDialog } from './keys-dialog.tsx';
import { KindDialog } from './kind-dialog.tsx';
import type { Review } from './model/review.ts';
import { RenameDialog } from './rename-dialog.tsx';

/** The dialog that is open, if any. */
export function ReviewDialogs({ review }: { review: Review }) {
  const dialog = review.dialog.value;
  const Dialog = dialog && DIALOGS[dialog];
  return Dialog && <Dialog review={review} />;
}

const DIALOGS = { keys: KeysDialog, rename: RenameDialog, kind: KindDialog };
