import { PageHead } from './page-head.tsx';

/** An address that is no page's. */
export function PageMissing() {
  return (
    <>
      <PageHead title="There is no such page" />
      <p>
        The address may be mistyped, or its job is not there any longer. <a href="/">All jobs</a>
      </p>
    </>
  );
}
