import type { ComponentChildren } from 'preact';
import { useEffect, useRef } from 'preact/hooks';

interface PageHeadProps {
  title: string;
  /** One line below. */
  facts?: ComponentChildren;
  /** Buttons and links at the right. */
  actions?: ComponentChildren;
  /** The page above this one. */
  up?: { href: string; name: string };
}

/** The heading of a page: names the tab, and takes the focus when the page opens, so that a screen reader begins there. */
export function PageHead({ title, facts, actions, up }: PageHeadProps) {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    heading.current?.focus({ preventScroll: true });
    window.scrollTo(0, 0);
  }, []);
  useEffect(() => {
    document.title = title === 'LedgerLift' ? title : `${title} · LedgerLift`;
  }, [title]);
  return (
    <div class="page-head">
      <div>
        {up ? (
          <p class="trail">
            <a href={up.href}>‹ {up.name}</a>
          </p>
        ) : null}
        <h1 ref={heading} tabIndex={-1}>
          {title}
        </h1>
        {facts ? <div class="facts">{facts}</div> : null}
      </div>
      {actions ? <div class="actions">{actions}</div> : null}
    </div>
  );
}
