import { Validator } from '@seriousme/openapi-schema-validator';
import { Ajv2020 } from 'ajv/dist/2020.js';
import ajvFormats from 'ajv-formats';
import { describe, expect, test } from 'vitest';
import { bodies } from '#shared/contracts/bodies.ts';
import { contractOf, contracts } from '#shared/contracts/contracts.ts';
import { listEndpoints } from '#shared/contracts/endpoints.ts';
import { listErrorCodes } from '#shared/errors.ts';
import { openApiDocument } from '#shared/openapi/open-api-document.ts';
import { docsPage } from '#shared/openapi/page/docs-page.ts';
import { listOperations } from '#tests/harness/openapi/list-operations.ts';

const document = openApiDocument();

describe('the OpenAPI document', () => {
  test('is valid OpenAPI 3.1', async () => {
    const text = JSON.parse(JSON.stringify(document)) as Record<string, unknown>;
    const { valid, errors } = await new Validator().validate(text);
    expect(errors).toBeUndefined();
    expect(valid).toBe(true);
  });

  test('names every endpoint below each of its addresses, and none that does not exist', () => {
    const documented = listOperations(document).map(({ method, address }) => `${method} ${address}`);
    const rows = listEndpoints().flatMap(({ method, path, scope }) => {
      const address = path.replaceAll(/:(\w+)/g, '{$1}');
      const twin = scope === null ? [] : [address.replace('/api/', '/v1/')];
      return [address, ...twin].map((each) => `${method} ${each}`);
    });
    expect(documented.toSorted()).toEqual(rows.toSorted());
  });

  test('has a contract for every row of the table of endpoints, and for no other', () => {
    for (const row of listEndpoints()) expect(contractOf(row).id).toMatch(/^[a-z]+/i);
    const contracted = Object.entries(contracts).flatMap(([path, rows]) =>
      Object.keys(rows).map((method) => `${method} ${path}`),
    );
    const rows = listEndpoints().map(({ method, path }) => `${method} ${path}`);
    expect(contracted.toSorted()).toEqual(rows.toSorted());
  });

  test('calls each operation by a name of its own', () => {
    const ids = Object.values(document.paths).flatMap((item) =>
      Object.values(item).flatMap((each) => ('operationId' in each ? [each.operationId] : [])),
    );
    expect(ids.length).toBeGreaterThan(30);
    expect(new Set(ids).size).toBe(ids.length);
  });

  test('is the same text each time', () => {
    expect(JSON.stringify(openApiDocument())).toBe(JSON.stringify(document));
  });

  test('refers to components that there are, and has none that nothing refers to', () => {
    const text = JSON.stringify(document);
    const refs = new Set([...text.matchAll(/"\$ref":"#\/components\/([^"]+)"/g)].map(([, ref]) => ref));
    const there = Object.entries(document.components).flatMap(([kind, entries]) =>
      kind === 'securitySchemes' ? [] : Object.keys(entries).map((name) => `${kind}/${name}`),
    );
    // A method that an address does not have is of no operation.
    const unreferred = ['responses/method-not-allowed', 'headers/Allow'];
    expect([...refs].filter((ref) => !there.includes(ref ?? ''))).toEqual([]);
    expect(there.filter((name) => !refs.has(name) && !unreferred.includes(name))).toEqual([]);
  });

  test('names codes that there are, each under its own status', () => {
    const statuses = new Map<string, number>(listErrorCodes().map(({ code, status }) => [code, status]));
    for (const { operation } of listOperations(document)) {
      for (const [status, response] of Object.entries(operation.responses)) {
        if (!('$ref' in response)) continue;
        const codes = response.$ref.split('/').at(-1)?.split('.') ?? [];
        expect(codes.map((code) => statuses.get(code))).toEqual(codes.map(() => Number(status)));
      }
    }
  });

  test('gives examples that its own schemas and the edge take', () => {
    const ajv = new Ajv2020({ strict: false });
    ajvFormats.default(ajv);
    ajv.addSchema(document, 'openapi');
    for (const [name, body] of Object.entries(bodies)) {
      const examples = document.components.schemas[name]?.examples ?? [];
      expect(examples.length).toBeGreaterThan(0);
      for (const example of examples) {
        expect(ajv.validate({ $ref: `openapi#/components/schemas/${name}` }, example)).toBe(true);
        expect(body.safeParse(example).success).toBe(true);
      }
    }
  });
});

describe('the page of the document', () => {
  const { html, policy } = docsPage(document);

  test('holds every call, every schema and every code, and nothing points nowhere', () => {
    const ids = [...html.matchAll(/\bid="([^"]+)"/g)].map(([, id]) => id);
    expect(new Set(ids).size).toBe(ids.length);
    for (const { operation } of listOperations(document)) expect(ids).toContain(operation.operationId);
    for (const name of Object.keys(document.components.schemas)) expect(ids).toContain(`schema-${name}`);
    for (const { code } of listErrorCodes()) expect(ids).toContain(`error-${code}`);
    const anchors = [...html.matchAll(/href="#([^"]+)"/g)].map(([, anchor]) => anchor);
    expect(anchors.filter((anchor) => !ids.includes(anchor))).toEqual([]);
  });

  test('needs no script and nothing from elsewhere', () => {
    expect(policy).toMatch(/^default-src 'none'; style-src 'sha256-[\w+/=]+';/);
    expect(policy).not.toMatch(/unsafe|https?:|\*/);
    expect(html).not.toMatch(/<script|<link|<img|\sstyle=|\son\w+=|url\(|@import/i);
    const addresses = [...html.matchAll(/(?:href|src)="([^"#][^"]*)"/g)].map(([, address]) => address);
    expect(addresses).toEqual(['/openapi.json']);
  });

  test('shows what stands in the document as text, whatever it is', () => {
    const evil = '"><img src=x onerror=alert(1)>`<b>`';
    const changed = { ...document, info: { ...document.info, summary: evil } };
    expect(docsPage(changed).html).not.toContain('<img');
    expect(docsPage(changed).html).not.toContain('<b>');
  });
});
