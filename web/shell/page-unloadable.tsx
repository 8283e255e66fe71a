import { Button } from './button.tsx';
import { PageHead } from './page-head.tsx';

/** The script of a page could not be fetched: no connection, or the site was published anew since it was opened. */
export function PageUnloadable() {
  return (
    <>
      <PageHead title="This page could not be loaded" />
      <p>Check the connection. If the site has just been renewed, loading it again brings the new one.</p>
      <div class="actions">
        <Button class="button-primary" onClick={() => window.location.reload()}>
          Load again
        </Button>
      </div>
    </>
  );
}
