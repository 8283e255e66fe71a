import { signIn } from './session.ts';

/**
 * Signs in with a credential that came behind the # of the address (`#key=…` as `npm start` prints it, `#token=…` from an
 * identity provider), and wipes it from the address and the history at once. A fragment is never sent to any server.
 */
export function takeCredential(): void {
  const fragment = new URLSearchParams(window.location.hash.slice(1));
  const given = fragment.get('key') ?? fragment.get('token');
  if (given === null) return;
  history.replaceState(history.state, '', window.location.pathname + window.location.search);
  if (given.trim() !== '') signIn(given.trim());
}
