import { describe, expect, test } from 'vitest';
import { loadConfig } from '#shared/config.ts';
import { checkWebhookUrl } from '#shared/webhooks/check-webhook-url.ts';
import { isPublicAddress } from '#shared/webhooks/is-public-address.ts';
import { resolveTarget } from '#worker/webhooks/resolve-target.ts';

const config = loadConfig({ environment: { FEATURES_WEBHOOKS: 'true' } });
const refused = expect.objectContaining({ code: 'webhook-refused' });

describe('an address that is not public', () => {
  test.each([
    '0.0.0.0',
    '10.1.2.3',
    '100.64.0.1',
    '127.0.0.1',
    '127.9.9.9',
    '169.254.169.254',
    '172.16.0.1',
    '192.0.0.1',
    '192.168.1.1',
    '198.18.0.1',
    '203.0.113.7',
    '224.0.0.1',
    '240.0.0.1',
    '255.255.255.255',
    '::',
    '::1',
    'fe80::1',
    'fe80::1%eth0',
    'fc00::1',
    'fd00:ec2::254',
    'fec0::1',
    'ff02::1',
    '::ffff:127.0.0.1',
    '::ffff:8.8.8.8',
    '::127.0.0.1',
    '::ffff:0:10.0.0.1',
    '2002:7f00:1::',
    '2002:808:808::',
    '64:ff9b::10.0.0.1',
    '64:ff9b:1::10.0.0.1',
    '2001::1',
    '2001:db8::1',
    '100::1',
    '4000::1',
    'x',
    '',
  ])('%s is refused', (address) => {
    expect(isPublicAddress(address)).toBe(false);
  });

  test.each(['8.8.8.8', '93.184.216.34', '2606:4700::1111', '2a00:1450:4001:80b::200e'])(
    '%s is taken',
    (address) => {
      expect(isPublicAddress(address)).toBe(true);
    },
  );
});

describe('the address of a webhook', () => {
  test.each([
    'http://hooks.example/',
    'ftp://hooks.example/',
    'file:///etc/passwd',
    'javascript:alert(1)',
    'not an address',
    'https://user:password@hooks.example/',
    'https://user@hooks.example/',
    'https://hooks.example:22/',
    'https://hooks.example:6379/',
    // One machine in many spellings: decimal, octal, hexadecimal, short, with a dot, full-width, and IPv6's.
    'https://127.0.0.1/',
    'https://2130706433/',
    'https://0177.0.0.1/',
    'https://017700000001/',
    'https://0x7f000001/',
    'https://0x7f.1/',
    'https://127.1/',
    'https://127.0.0.1./',
    'https://①②⑦.0.0.1/',
    'https://[::1]/',
    'https://[::ffff:127.0.0.1]/',
    'https://[::ffff:7f00:1]/',
    'https://[64:ff9b::7f00:1]/',
    'https://[2002:7f00:1::]/',
    'https://169.254.169.254/latest/meta-data/',
    'https://[fd00:ec2::254]/',
  ])('%s is refused', (url) => {
    expect(() => checkWebhookUrl(config, url)).toThrowError(refused);
  });

  test.each([
    'https://hooks.example/a?b=c',
    'https://hooks.example:8443/',
    'https://8.8.8.8/',
    'https://[2606:4700::1111]/',
  ])('%s is taken', (url) => {
    expect(checkWebhookUrl(config, url).href).toBe(url);
  });

  test('on private ground is refused in production, whatever is set', () => {
    const environment = { WEBHOOK_ALLOW_PRIVATE: 'true', DATA_ENV: 'production' };
    expect(() => loadConfig({ environment })).toThrowError(/WEBHOOK_ALLOW_PRIVATE is for DATA_ENV=dev only/);
  });
});

describe('the name of a webhook', () => {
  const resolving = async (...addresses: string[]) =>
    resolveTarget(config, 'https://hooks.example/', async () =>
      addresses.map((address) => ({ address, family: address.includes(':') ? 6 : 4 })),
    );

  test.each([
    ['127.0.0.1'],
    ['8.8.8.8', '10.0.0.1'],
    ['2606:4700::1111', '::ffff:169.254.169.254'],
    ['64:ff9b::7f00:1'],
  ])('that leads to %s is refused: one private address spoils all', async (...addresses) => {
    await expect(resolving(...addresses)).rejects.toThrowError(refused);
  });

  test('that leads nowhere is a delivery that failed, to be tried again', async () => {
    await expect(resolving()).rejects.toMatchObject({ code: 'webhook-failed', retryable: true });
  });

  test('is looked up once, and what was found goes along', async () => {
    expect((await resolving('8.8.8.8')).addresses).toEqual([{ address: '8.8.8.8', family: 4 }]);
  });
});
