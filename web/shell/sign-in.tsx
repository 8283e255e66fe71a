import { useSignal } from '@preact/signals';
import { Button } from './button.tsx';
import { PageHead } from './page-head.tsx';
import { ProblemNote } from './problem-note.tsx';
import { signedOutBecause } from './session.ts';
import { ProviderSignIn } from '../sign-in/provider-sign-in.tsx';
import { tryCredential } from './try-credential.ts';

/** Asks for an API key or a token, and takes it only when the service does. */
export function SignIn() {
  const given = useSignal('');
  const busy = useSignal(false);
  const problem = useSignal<unknown>(null);
  const submit = async (): Promise<void> => {
    busy.value = true;
    problem.value = null;
    try {
      await tryCredential(given.value.trim());
    } catch (error) {
      problem.value = error;
    } finally {
      busy.value = false;
    }
  };
  return (
    <div class="sign-in">
      <PageHead title="Sign in" facts="Schedules out of financial PDFs, their arithmetic proved." />
      {signedOutBecause.value === null ? null : (
        <div class="note note-weak" role="status">
          <p>{signedOutBecause.value}</p>
        </div>
      )}
      <ProviderSignIn tell={(told) => (problem.value = told)} />
      <form
        class="panel"
        onSubmit={(event) => {
          event.preventDefault();
          if (!busy.value) void submit();
        }}
      >
        <div class="field">
          <label for="credential">API key or token</label>
          <input
            id="credential"
            class="input"
            type="password"
            autocomplete="off"
            spellcheck={false}
            required
            aria-describedby="credential-hint"
            aria-invalid={problem.value === null ? undefined : 'true'}
            value={given.value}
            onInput={(event) => (given.value = event.currentTarget.value)}
          />
          <p class="hint" id="credential-hint">
            A key begins with <code>ll_</code>. On your own machine <code>npm start</code> prints an address
            that is signed in. It is kept in this tab only, until you sign out or close it.
          </p>
        </div>
        {problem.value === null ? null : <ProblemNote title="Not signed in." problem={problem.value} />}
        <div class="actions">
          <Button class="button-primary" type="submit" busy={busy.value}>
            {busy.value ? 'Signing in …' : 'Sign in'}
          </Button>
        </div>
      </form>
    </div>
  );
}
