import { render } from 'preact';
import { followLinks } from './shell/address.ts';
import { LiveRegion } from './shell/live-region.tsx';
import { Router } from './shell/router.tsx';
import { takeCredential } from './shell/take-credential.ts';

// Before anything is drawn or asked for: the credential leaves the address first. In an open tab it comes as a change of
// the fragment alone.
takeCredential();
window.addEventListener('hashchange', takeCredential);
followLinks();

const root = document.getElementById('app');
if (root !== null) {
  render(
    <>
      <Router />
      <LiveRegion />
    </>,
    root,
  );
}
