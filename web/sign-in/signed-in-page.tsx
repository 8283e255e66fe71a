import { useEffect } from 'preact/hooks';
import { navigate } from '../shell/address.ts';

/** Where a person who is signed in already has no business: on to the jobs. */
export function SignedInPage() {
  useEffect(() => navigate('/', { replace: true }), []);
  return null;
}
