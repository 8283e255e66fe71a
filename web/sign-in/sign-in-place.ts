import type { SignInProvider } from '../shell/wire.ts';

/** What a tab keeps while its reader is at the identity provider. */
export interface Departure {
  provider: SignInProvider;
  state: string;
  verifier: string;
  /** Where to go afterwards. */
  returnTo: string;
}

const place = 'ledgerlift.sign-in';

/** The page of ours that the provider sends people back to: it has to be registered there. */
export const returnPath = '/signed-in';

export function rememberDeparture(departure: Departure): void {
  sessionStorage.setItem(place, JSON.stringify(departure));
}

/** Once: what was begun is over, however it ends. Null where this tab has sent nobody. */
export function takeDeparture(): Departure | null {
  const kept = sessionStorage.getItem(place);
  sessionStorage.removeItem(place);
  return kept === null ? null : (JSON.parse(kept) as Departure);
}
