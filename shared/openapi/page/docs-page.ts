import { createHash } from 'node:crypto';
import { listErrorCodes } from '../../errors.ts';
import type { OpenApi, OperationMethod } from '../openapi.ts';
import type { Placed } from './curl-example.ts';
import { docsStyle } from './docs-style.ts';
import { code, escapeHtml, inlineHtml } from './inline-html.ts';
import { operationHtml } from './operation-html.ts';
import { schemaHtml } from './schema-html.ts';

export interface DocsPage {
  html: string;
  /** Lets in the style of the page and nothing else: no script, no other address. */
  policy: string;
}

/** The document as a page to read: HTML that needs no script, in the order of the document. */
export function docsPage(document: OpenApi): DocsPage {
  const placed = placedOperations(document);
  const html = `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escapeHtml(document.info.title)} API</title><style>${docsStyle}</style></head>
<body><a class="skip" href="#main">To the calls</a><div>
<nav aria-label="Calls">${navigationHtml(document, placed)}</nav>
<main id="main">${introductionHtml(document)}
${document.tags
  .map(({ name, description }) =>
    sectionHtml(
      name,
      description,
      placed
        .filter(({ operation }) => operation.tags.includes(name))
        .map((each) => operationHtml(each, document)),
    ),
  )
  .join('\n')}
${errorsHtml()}
${sectionHtml(
  'Schemas',
  'What is sent and answered.',
  Object.entries(document.components.schemas).map(([name, schema]) => schemaHtml(name, schema)),
)}
</main></div></body></html>
`;
  const hash = createHash('sha256').update(docsStyle).digest('base64');
  return {
    html,
    policy: `default-src 'none'; style-src 'sha256-${hash}'; form-action 'none'; frame-ancestors 'none'; base-uri 'none'`,
  };
}

const methods: readonly OperationMethod[] = ['post', 'get', 'put', 'patch', 'delete'];

function placedOperations({ paths, servers }: OpenApi): Placed[] {
  return Object.entries(paths).flatMap(([path, item]) =>
    methods.flatMap((method): Placed[] => {
      const operation = item[method];
      if (operation === undefined) return [];
      const prefix = item.servers === undefined ? (servers[0]?.url ?? '') : '';
      return [{ address: `${prefix}${path}`, method: method.toUpperCase(), operation }];
    }),
  );
}

function navigationHtml({ tags }: OpenApi, placed: Placed[]): string {
  const groups = tags.map(({ name }) => {
    const links = placed
      .filter(({ operation }) => operation.tags.includes(name))
      .map(
        ({ method, address, operation }) =>
          `<li><a href="#${escapeHtml(operation.operationId)}"><span class="method ${method.toLowerCase()}">${method}</span> ${escapeHtml(address.replace(/^\/api/, ''))}</a></li>`,
      );
    return `<h2>${escapeHtml(name)}</h2><ul>${links.join('')}</ul>`;
  });
  return `${groups.join('')}<ul><li><a href="#Errors">Errors</a></li><li><a href="#Schemas">Schemas</a></li><li><a href="/openapi.json">openapi.json</a></li></ul>`;
}

function introductionHtml({ info, servers, components }: OpenApi): string {
  const paragraphs = info.description.split('\n\n').map((text) => `<p>${inlineHtml(text)}</p>`);
  const schemes = Object.values(components.securitySchemes) as {
    bearerFormat: string;
    description: string;
  }[];
  const credentials = schemes.map(
    ({ bearerFormat, description }) =>
      `<li>${code(`Authorization: Bearer ${bearerFormat}`)} ${inlineHtml(description)}</li>`,
  );
  return `<h1>${escapeHtml(info.title)} API</h1><p>${inlineHtml(info.summary)}</p>
${paragraphs.join('\n')}
<p>Addresses below ${servers.map(({ url }) => code(url)).join(' and ')} answer alike.</p><ul>${credentials.join('')}</ul>
<pre>export LEDGERLIFT=http://localhost:8888 KEY=ll_…</pre>`;
}

function sectionHtml(name: string, description: string, articles: string[]): string {
  return `<section id="${escapeHtml(name)}"><h2>${escapeHtml(name)}</h2><p>${inlineHtml(description)}</p>
${articles.join('\n')}</section>`;
}

function errorsHtml(): string {
  const rows = listErrorCodes().map(
    ({ code: name, status, title, retry }) =>
      `<tr id="error-${name}"><th scope="row">${code(name)}</th><td>${status}</td><td>${escapeHtml(title)}</td><td>${retry ? 'yes' : ''}</td></tr>`,
  );
  return `<section id="Errors"><h2>Errors</h2><p>Every code of the system; of a job or an export that failed it stands in <code>error</code>.</p>
<div class="wide"><table><thead><tr><th scope="col">code</th><th scope="col">status</th><th scope="col">title</th><th scope="col">again helps</th></tr></thead>
<tbody>${rows.join('\n')}</tbody></table></div></section>`;
}
