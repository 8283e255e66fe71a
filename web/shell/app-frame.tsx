import type { ComponentChildren } from 'preact';
import { address, navigate } from './address.ts';
import { Brand } from './brand.tsx';
import { Button } from './button.tsx';
import { credential, signOut } from './session.ts';

const links = [
  { path: '/', name: 'Jobs' },
  { path: '/upload', name: 'Upload' },
  { path: '/cost', name: 'Cost' },
];

/** The bar above, and the page below it. */
export function AppFrame({ children }: { children: ComponentChildren }) {
  const signedIn = credential.value !== null;
  return (
    <>
      <SkipLink />
      <header class="bar">
        <Brand />
        {signedIn ? <Navigation /> : null}
        {signedIn ? (
          <Button class="button-plain end" onClick={leave}>
            Sign out
          </Button>
        ) : null}
      </header>
      <main id="main" class="page" tabIndex={-1}>
        {children}
      </main>
    </>
  );
}

/** Home: whoever signs in next has no business at this address. */
function leave(): void {
  signOut();
  navigate('/');
}

function Navigation() {
  const { path } = address.value;
  return (
    <nav aria-label="Site">
      <ul>
        {links.map((link) => (
          <li key={link.path}>
            <a href={link.path} aria-current={link.path === path ? 'page' : undefined}>
              {link.name}
            </a>
          </li>
        ))}
      </ul>
    </nav>
  );
}

/** For the keyboard: past the bar. A fragment would be an address of its own. */
function SkipLink() {
  const go = (): void => document.getElementById('main')?.focus();
  return (
    <Button class="skip" onClick={go}>
      Skip to the page
    </Button>
  );
}
