import type { OpenApi, Parameter, Reference, Response } from '../openapi.ts';
import { curlExample, type Placed } from './curl-example.ts';
import { code, escapeHtml, inlineHtml } from './inline-html.ts';
import { linkHtml, typeHtml } from './type-html.ts';

/** One call: what it takes, what it answers, how it may fail, and how to try it. */
export function operationHtml(placed: Placed, document: OpenApi): string {
  const { address, method, operation } = placed;
  const id = escapeHtml(operation.operationId);
  return `<article id="${id}">
<h3><a href="#${id}"><span class="method ${method.toLowerCase()}">${method}</span> ${code(address)}</a></h3>
<p>${inlineHtml(operation.summary)}. ${scopeHtml(placed)}</p>
${parametersHtml(parametersOf(placed, document))}
${bodyHtml(placed)}
<h4>Answers</h4>
<ul>${Object.entries(operation.responses)
    .filter(([, response]) => !('$ref' in response))
    .map(([status, response]) => answerHtml(status, response as Response))
    .join('')}</ul>
<details><summary>Problems</summary><ul>${Object.entries(operation.responses)
    .filter(([, response]) => '$ref' in response)
    .map(([status, response]) => problemHtml(status, response as Reference))
    .join('')}</ul></details>
<pre>${escapeHtml(curlExample(placed, document))}</pre>
</article>`;
}

function scopeHtml({ operation }: Placed): string {
  const [scope] = Object.values(operation.security[0] ?? {})[0] ?? [];
  return scope === undefined ? 'Needs no credential.' : `Needs the scope ${code(scope)}.`;
}

/** Those of the call; what every call takes is said once, above. */
function parametersOf({ operation }: Placed, { components }: OpenApi): Parameter[] {
  return operation.parameters.flatMap((parameter) => {
    if (!('$ref' in parameter)) return [parameter];
    return components.parameters[parameter.$ref.split('/').at(-1) ?? ''] ?? [];
  });
}

function parametersHtml(parameters: Parameter[]): string {
  if (parameters.length === 0) return '';
  const rows = parameters.map(
    (parameter) =>
      `<tr><th scope="row">${code(parameter.name)} <small>${parameter.in}</small></th><td>${typeHtml(parameter.schema)}</td><td>${inlineHtml(parameter.description ?? '')}</td></tr>`,
  );
  return `<div class="wide"><table><tbody>${rows.join('')}</tbody></table></div>`;
}

function bodyHtml({ operation }: Placed): string {
  const ref = operation.requestBody?.content['application/json']?.schema.$ref;
  return ref === undefined ? '' : `<p>Body: ${linkHtml(ref)}</p>`;
}

function answerHtml(status: string, { description, content = {} }: Response): string {
  const forms = Object.entries(content).map(([type, { schema }]) =>
    schema.$ref === undefined ? code(type) : linkHtml(schema.$ref),
  );
  return `<li><strong>${status}</strong> ${forms.join(', ')} <span>${inlineHtml(description)}</span></li>`;
}

function problemHtml(status: string, { $ref }: Reference): string {
  const codes = ($ref.split('/').at(-1) ?? '').split('.');
  const links = codes.map((each) => `<a href="#error-${each}">${code(each)}</a>`);
  return `<li><strong>${status}</strong> ${links.join(' ')}</li>`;
}
