import { computed, signal } from '@preact/signals';

const place = 'ledgerlift.credential';

/**
 * Who is signed in, in this tab and until it is closed. The credential stands in sessionStorage and goes into the
 * Authorization header: never into a cookie, an address or a log.
 */
const stored = signal(sessionStorage.getItem(place));

/** An API key or a token; null where nobody is signed in. */
export const credential = computed(() => stored.value);

/** Why nobody is signed in any longer, for the page that asks to sign in; null where there is nothing to say. */
export const signedOutBecause = signal<string | null>(null);

export function signIn(given: string): void {
  sessionStorage.setItem(place, given);
  signedOutBecause.value = null;
  stored.value = given;
}

/** Forgets the credential, and all else that this tab has kept. */
export function signOut(because: string | null = null): void {
  sessionStorage.clear();
  signedOutBecause.value = because;
  stored.value = null;
}
