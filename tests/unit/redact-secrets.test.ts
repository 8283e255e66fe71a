import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { loadConfig } from '#shared/config.ts';
import { secretsOf } from '#shared/config/secrets-of.ts';
import { redactSecrets } from '#shared/redact-secrets.ts';

const jwt = `eyJ${'a'.repeat(20)}.eyJ${'b'.repeat(20)}.${'c'.repeat(43)}`;

describe('a line', () => {
  test.each([
    [`key ll_0123456789abcdef01_${'f'.repeat(64)} refused`, 'f'.repeat(12)],
    [`token ${jwt}`, 'b'.repeat(12)],
    [`Authorization: Bearer ${'q'.repeat(40)}`, 'q'.repeat(12)],
    [`authorization=basic ${btoa('user:hunter2hunter2')}`, btoa('user:hunter2hunter2')],
    ['connect postgresql://app:hunter2@db:5432/x failed', 'hunter2'],
    ['redis://:hunter2@cache:6379', 'hunter2'],
    ['https://s3/x?X-Amz-Credential=AKIA%2F1&X-Amz-Signature=deadbeef01&X-Amz-Date=1', 'deadbeef01'],
    ['https://s3/x?X-Amz-Security-Token=FwoGZXIvYXdzEJr', 'FwoGZXIvYXdzEJr'],
    ['PUT /_store/a?expires=1&signature=Zm9vYmFy', 'Zm9vYmFy'],
    [`the secret whsec_${btoa('0123456789')} of`, btoa('0123456789')],
    ['https://hooks.example/a?token=hunter2&x=1', 'hunter2'],
  ])('“%s” loses what opens doors', (line, secret) => {
    expect(line).toContain(secret);
    expect(redactSecrets(line)).not.toContain(secret);
  });

  test('keeps what is no secret', () => {
    const line =
      '{"jobId":"0197a000-0000-7000-8000-000000000000","msg":"a job failed at https://x.example/a?b=c"}';
    expect(redactSecrets(line, ['hunter2hunter2'])).toBe(line);
    expect(redactSecrets('ll_0123456789abcdef01_0123456789abcdef')).toContain('ll_0123456789abcdef01');
  });

  test('after a line’s end within JSON loses it as well', () => {
    const line = JSON.stringify({
      stack: `Error\nBearer ${'q'.repeat(40)}\n${jwt}\nll_0123456789abcdef01_${'f'.repeat(64)}`,
    });
    expect(redactSecrets(line)).not.toMatch(/qqqq|bbbb|ffff/);
  });

  test('of JSON stays JSON, whatever secret it holds, and does not hold it any more', () => {
    const letters = fc.constantFrom(...'ab"\\\n\t/:@=%nu0é«'.split(''));
    const text = fc.array(letters, { maxLength: 12 }).map((all) => all.join(''));
    const secret = fc.array(letters, { minLength: 6, maxLength: 10 }).map((all) => all.join(''));
    fc.assert(
      fc.property(secret, text, text, (held, before, after) => {
        const line = JSON.stringify({ message: `${before}${held}${after}` });
        const { message } = JSON.parse(redactSecrets(line, [held])) as { message: string };
        expect(message).not.toContain(held);
      }),
    );
  });
});

test('the secrets among the settings are found, within addresses too', () => {
  const config = loadConfig({
    environment: {
      DATABASE_URL: 'postgresql://app:p%40ssw%C3%B6rd@db/x',
      REDIS_URL: 'redis://:cachecache@cache:6379',
      S3_ACCESS_KEY_ID: 'AKIAIOSFODNN7',
      S3_SECRET_ACCESS_KEY: 'wJalrXUtnFEMI',
      METRICS_TOKEN: 'a-token-that-nobody-has',
    },
  });
  expect(secretsOf(config).toSorted()).toEqual(
    ['a-token-that-nobody-has', 'cachecache', 'p%40ssw%C3%B6rd', 'p@sswörd', 'wJalrXUtnFEMI'].toSorted(),
  );
});
