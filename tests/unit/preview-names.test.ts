import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { loadConfig } from '#shared/config.ts';
import { previewNames } from '#shared/previews/preview-names.ts';
import { previewSettings } from '#shared/previews/preview-settings.ts';

const name = fc.oneof(
  fc.string({ unit: 'binary', minLength: 1, maxLength: 80 }),
  fc.stringMatching(/^[A-Za-z0-9/_.-]{1,60}$/),
  fc.stringMatching(/^[a-c-]{1,3}(-[0-9a-f]{8})?$/),
);
const named = name.filter((text) => text.trim() !== '');

test('a plain branch keeps its name', () => {
  expect(previewNames('pr-42')).toEqual({
    database: 'ledgerlift_preview_pr_42',
    keyPrefix: 'previews/pr-42/',
    queuePrefix: 'preview-pr-42',
  });
});

test('whatever a branch is called, its names are safe, short enough and accepted as settings', () => {
  fc.assert(
    fc.property(named, (text) => {
      const { database, keyPrefix, queuePrefix } = previewNames(text);
      expect(database).toMatch(/^ledgerlift_preview_[a-z0-9_]{1,23}$/);
      expect(keyPrefix).toMatch(/^previews\/[a-z0-9-]{1,23}\/$/);
      expect(loadConfig({ environment: { QUEUE_PREFIX: queuePrefix } }).QUEUE_PREFIX).toBe(queuePrefix);
    }),
  );
});

test('two branches never share a name', () => {
  fc.assert(
    fc.property(named, named, (one, other) => {
      fc.pre(one !== other);
      const [a, b] = [previewNames(one), previewNames(other)];
      expect(a.database).not.toBe(b.database);
      expect(a.keyPrefix).not.toBe(b.keyPrefix);
      expect(a.queuePrefix).not.toBe(b.queuePrefix);
    }),
    { numRuns: 2000 },
  );
});

test.each([
  ['Fix/A', 'fix-a'],
  ['a_b', 'a-b'],
  ['feature/a-very-long-name-1', 'feature/a-very-long-name-2'],
  ['é', 'è'],
  ['fix-a', 'fix-a-'],
])('%s and %s stay apart', (one, other) => {
  expect(previewNames(one).database).not.toBe(previewNames(other).database);
});

test('an empty name is refused', () => {
  expect(() => previewNames(' ')).toThrowError(expect.objectContaining({ code: 'malformed-request' }));
});

test('the settings of production make no preview', () => {
  const environment = { DATA_ENV: 'production', DATABASE_URL: 'postgresql://u:p@h/ledgerlift' };
  expect(() => previewSettings(loadConfig({ environment }), 'a')).toThrowError(
    expect.objectContaining({ code: 'wrong-environment' }),
  );
});
