import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { address, navigate } from '../shell/address.ts';
import { Button } from '../shell/button.tsx';
import { tryCredential } from '../shell/try-credential.ts';
import type { SignInOffer, SignInProvider } from '../shell/wire.ts';
import { returnPath } from './sign-in-place.ts';

/**
 * The button that leads to the identity provider, where there is one; and, on the way back from it, what remains to be done.
 * `tell` gets what went wrong.
 */
export function ProviderSignIn({ tell }: { tell: (problem: unknown) => void }) {
  const provider = useSignal<SignInProvider | null>(null);
  const busy = useSignal(false);
  const doing = async (act: () => Promise<void>): Promise<void> => {
    busy.value = true;
    tell(null);
    try {
      await act();
    } catch (error) {
      tell(error);
    } finally {
      busy.value = false;
    }
  };
  useEffect(() => {
    if (address.peek().path === returnPath) void doing(finish);
    void offered().then((offer) => (provider.value = offer));
  }, []);
  const leave = async (to: SignInProvider): Promise<void> => {
    const { path, search } = address.peek();
    const { startSignIn } = await import('./start-sign-in.ts');
    await startSignIn(to, path + search);
  };
  if (provider.value === null) return busy.value ? <p role="status">Signing in …</p> : null;
  const to = provider.value;
  return (
    <div class="actions">
      <Button class="button-primary" busy={busy.value} onClick={() => void doing(async () => leave(to))}>
        {busy.value ? 'Signing in …' : `Sign in with ${to.name}`}
      </Button>
    </div>
  );
}

/** What the address brought is used once, and is gone from it before anything else happens. */
async function finish(): Promise<void> {
  const answer = new URL(window.location.href);
  navigate('/', { replace: true });
  const { finishSignIn } = await import('./finish-sign-in.ts');
  const { token, returnTo } = await finishSignIn(answer);
  navigate(returnTo, { replace: true });
  await tryCredential(token);
}

/** Without an answer there is still the field for a key. */
async function offered(): Promise<SignInProvider | null> {
  const answer = await fetch('/api/sign-in', { cache: 'no-store', credentials: 'omit' }).catch(() => null);
  if (!answer?.ok) return null;
  return ((await answer.json()) as SignInOffer).provider;
}
