/** The look of the page, in light and in dark. It stands in the page itself: its hash is all that the policy lets in. */
export const docsStyle = `
:root { color-scheme: light dark; --ink: #1c2733; --quiet: #55636f; --paper: #fff; --tint: #f3f5f7; --line: #d9dfe5; --link: #0b5cad;
  --get: #0b6b3a; --post: #0b5cad; --put: #7a4b00; --patch: #7a4b00; --delete: #a3231f }
@media (prefers-color-scheme: dark) { :root { --ink: #e3e9ee; --quiet: #a3b0bc; --paper: #14191e; --tint: #1d242b; --line: #36414b; --link: #7db8f5;
  --get: #6fd19b; --post: #7db8f5; --put: #e7b35c; --patch: #e7b35c; --delete: #f29490 } }
* { box-sizing: border-box }
body { margin: 0; font: 16px/1.55 system-ui, sans-serif; color: var(--ink); background: var(--paper) }
a { color: var(--link) } a:focus-visible, summary:focus-visible { outline: 2px solid var(--link); outline-offset: 2px }
.skip { position: absolute; left: -999px } .skip:focus { left: 1rem; top: .5rem }
body > div { display: grid; grid-template-columns: 17rem minmax(0, 1fr); gap: 0 2.5rem; max-width: 84rem; margin: 0 auto; padding: 0 1.5rem }
nav { position: sticky; top: 0; align-self: start; max-height: 100vh; overflow-y: auto; padding: 1.5rem 0; font-size: .875rem }
nav ul { list-style: none; margin: 0 0 1rem; padding: 0 } nav li { margin: .15rem 0; overflow-wrap: anywhere } nav a { text-decoration: none }
nav h2 { font-size: .875rem; margin: 0 0 .25rem } nav .method { font-size: .7rem; min-width: 3.4rem }
main { padding: 1.5rem 0 6rem } h1 { font-size: 1.9rem; margin: 0 0 .5rem } h2 { margin: 2.5rem 0 .5rem; font-size: 1.35rem }
h3 { font-size: 1.05rem; margin: 0 0 .25rem; overflow-wrap: anywhere } h3 a { color: inherit; text-decoration: none } h4 { margin: .75rem 0 0; font-size: .9rem }
article { border: 1px solid var(--line); border-radius: 6px; padding: 1rem 1.25rem; margin: 1rem 0; scroll-margin-top: 1rem }
article:target { border-color: var(--link) } article p { margin: .25rem 0 .5rem } article ul { margin: .25rem 0 .5rem; padding-left: 1.25rem }
tr:target { background: var(--tint) } li span, small { color: var(--quiet) }
.method { display: inline-block; font: 700 .8rem/1.4 ui-monospace, monospace; min-width: 4rem }
.get { color: var(--get) } .post { color: var(--post) } .put { color: var(--put) } .patch { color: var(--patch) } .delete { color: var(--delete) }
code, pre { font-family: ui-monospace, monospace; font-size: .875em } pre { background: var(--tint); border-radius: 4px; padding: .75rem 1rem; overflow-x: auto; margin: .75rem 0 0 }
.wide { overflow-x: auto } table { border-collapse: collapse; width: 100%; font-size: .875rem } th, td { text-align: left; vertical-align: top; padding: .3rem .75rem .3rem 0; border-bottom: 1px solid var(--line) }
th[scope=row] { font-weight: 400; white-space: nowrap } details { margin: .25rem 0 } summary { cursor: pointer }
@media (max-width: 60rem) { body > div { display: block } nav { position: static; max-height: none } }
@media print { nav { display: none } }
`;
