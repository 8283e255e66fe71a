import { readFile, stat } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { listErrorCodes } from '#shared/errors.ts';

const page = async (path: string): Promise<string> =>
  readFile(new URL(`../../${path}`, import.meta.url), 'utf8');

test('docs/errors.md lists every code with its status and no other', async () => {
  const rows = [
    ...(await page('docs/errors.md')).matchAll(/^\| `([a-z0-9-]+)` \| (\d{3}) \| (.+?) \| (yes|no) \|/gm),
  ];
  const written = rows.map(([, code, status, title, retry]) => ({
    code,
    status: Number(status),
    title,
    retry: retry === 'yes',
  }));
  expect(written).toEqual(listErrorCodes());
});

test('the pictures of the README are there, and none makes it slow to open', async () => {
  const paths = [...(await page('README.md')).matchAll(/!\[[^\]]+\]\(([^)]+)\)/g)].map(
    ([, path]) => path ?? '',
  );
  expect(paths).toHaveLength(2);
  for (const path of paths) {
    const { size } = await stat(new URL(`../../${path}`, import.meta.url));
    expect(size).toBeLessThan(150_000);
  }
});
