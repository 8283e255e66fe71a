import { readFile } from 'node:fs/promises';
import { parse as parseToml } from 'smol-toml';
import { describe, expect, test } from 'vitest';
import { parse, parseAllDocuments } from 'yaml';
import { variables } from '#shared/config/variables.ts';

const file = async (path: string): Promise<string> =>
  readFile(new URL(`../../${path}`, import.meta.url), 'utf8');

/** What is set beside our own settings: by images, by the shell, by Node, by Netlify. */
const foreign = /^(POSTGRES_\w+|MINIO_\w+|NODE_ENV|NODE_VERSION|AWS_LAMBDA_JS_RUNTIME|IFS)$/;
const known = (name: string): boolean => Object.hasOwn(variables, name) || foreign.test(name);
const unknown = (names: Iterable<string>): string[] => [...names].filter((name) => !known(name));

interface Service {
  environment?: Record<string, string>;
  depends_on?: Record<string, unknown>;
  ports?: string[];
  command?: string[];
}

async function services(): Promise<Record<string, Service>> {
  const text = await file('docs/deploy/compose.yaml');
  return (parse(text, { merge: true }) as { services: Record<string, Service> }).services;
}

describe('docs/deploy/compose.yaml', () => {
  test('sets variables that there are, and the same ones for every process of ours', async () => {
    const all = Object.values(await services());
    expect(unknown(all.flatMap(({ environment = {} }) => Object.keys(environment)))).toEqual([]);
    const ours = all.filter(({ environment = {} }) => 'DATABASE_URL' in environment);
    expect(ours).toHaveLength(3);
    for (const { environment } of ours) expect(environment).toMatchObject(ours[0]?.environment ?? {});
  });

  test('waits for services that there are, and opens no port beyond this machine', async () => {
    const all = await services();
    for (const { depends_on: waitsFor = {}, ports = [] } of Object.values(all)) {
      expect(Object.keys(all)).toEqual(expect.arrayContaining(Object.keys(waitsFor)));
      expect(ports.filter((port) => !port.startsWith('127.0.0.1:'))).toEqual([]);
    }
  });
});

test('docs/deploy/kubernetes.yaml is whole, and sets variables that there are', async () => {
  const documents = parseAllDocuments(await file('docs/deploy/kubernetes.yaml'));
  expect(documents.flatMap(({ errors }) => errors)).toEqual([]);
  const [deployment, , scaler] = documents.map((document) => document.toJS() as Manifest);
  const [container] = deployment?.spec.template.spec.containers ?? [];
  expect(unknown(container?.env.map(({ name }) => name) ?? ['none'])).toEqual([]);
  expect(scaler?.spec.scaleTargetRef.name).toBe(deployment?.metadata.name);
});

interface Manifest {
  metadata: { name: string };
  spec: {
    scaleTargetRef: { name: string };
    template: { spec: { containers: { env: { name: string }[] }[] } };
  };
}

test('worker/Dockerfile copies what is there, sets variables that there are, and runs as nobody', async () => {
  const text = await file('worker/Dockerfile');
  const set = [...text.matchAll(/^ENV (\w+)=/gm)].map(([, name]) => name ?? '');
  expect(set.length).toBeGreaterThan(0);
  expect(unknown(set)).toEqual([]);
  const ignored = await file('worker/Dockerfile.dockerignore');
  const copied = [...text.matchAll(/^COPY (?!--)(.+) \S+$/gm)].flatMap(([, names = '']) => names.split(' '));
  for (const name of copied) expect(ignored).toContain(`\n!${name}\n`);
  expect(text.lastIndexOf('\nUSER node\n')).toBeGreaterThan(text.lastIndexOf('\nFROM '));
  expect(text).not.toMatch(/^(ADD|ARG) /m);
});

test('docs/deploy.md names variables that there are, secrets for the contexts they are of', async () => {
  const text = await file('docs/deploy.md');
  const named = [...text.matchAll(/(?:env:(?:un)?set |(?:^|[\s`])(?=[A-Z0-9_]+=))([A-Z][A-Z0-9_]+)/gm)];
  const names = named.map(([, name]) => name ?? '');
  expect(names.length).toBeGreaterThan(15);
  expect(unknown(new Set(names))).toEqual([]);
  const secret = text.split('\n').filter((line) => /env:set \S*(DATABASE_URL|SECRET|SIGNING_KEY)/.test(line));
  expect(secret.length).toBeGreaterThan(3);
  expect(secret.filter((line) => !/--context \S+ --secret/.test(line))).toEqual([]);
});

test('netlify.toml holds nothing secret, and no setting of ours', async () => {
  const text = await file('netlify.toml');
  const toml = parseToml(text) as { build: { environment: object }; context?: Record<string, object> };
  expect(Object.keys(toml.build.environment)).toEqual(['NODE_VERSION']);
  expect(Object.values(toml.context ?? {}).filter((context) => 'environment' in context)).toEqual([]);
  expect(Object.keys(variables).filter((name) => new RegExp(`\\b${name}\\b`).test(text))).toEqual([]);
  expect(text).not.toMatch(/:\/\/[^/\s"]*@|\b(ll|sk|whsec)_|AKIA|BEGIN [A-Z ]*KEY/);
});
