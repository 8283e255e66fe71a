import { signal } from '@preact/signals';
import type { ComponentType } from 'preact';
import { useEffect } from 'preact/hooks';
import { type PageProps, type Route, routes } from '../routes.ts';
import { address } from './address.ts';
import { AppFrame } from './app-frame.tsx';
import { matchRoute, type RouteParams } from './match-route.ts';
import { PageMissing } from './page-missing.tsx';
import { PageUnloadable } from './page-unloadable.tsx';
import { credential } from './session.ts';
import { SignIn } from './sign-in.tsx';

interface Shown {
  path: string;
  frame: Route['frame'];
  Page: ComponentType<PageProps>;
  params: RouteParams;
}

/** The page before stays until the next one has been fetched. */
const shown = signal<Shown | null>(null);

/** Shows the page of the address, or asks to sign in where nobody is: the address stays, and its page comes then. */
export function Router() {
  const { path } = address.value;
  useEffect(() => {
    void show(path);
  }, [path]);
  if (credential.value === null) return framed(<SignIn />);
  if (shown.value === null) return framed(null);
  const { Page, params, frame, path: of } = shown.value;
  const page = <Page key={of} params={params} />;
  return frame === 'full' ? page : framed(page);
}

function framed(page: preact.ComponentChildren) {
  return <AppFrame>{page}</AppFrame>;
}

async function show(path: string): Promise<void> {
  const match = matchRoute(routes, path);
  const frame = match?.route.frame ?? 'page';
  const params = match?.params ?? {};
  const Page = match === null ? PageMissing : await match.route.load().catch(() => PageUnloadable);
  // The reader may have gone on while it was fetched.
  if (address.peek().path === path) shown.value = { path, frame, Page, params };
}
