import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { contentDisposition } from '#shared/store/content-disposition.ts';
import { diskPath } from '#shared/store/disk-path.ts';
import { exportKey, jobPrefix, pageKey, sourceKey } from '#shared/store/keys.ts';

const jobId = '0192f0c1-7b3a-7c11-9d2e-5a5b5c5d5e5f';
const job = { tenantId: 'acme', jobId, run: 2 };

describe('object keys', () => {
  it('carry tenant, job and run', () => {
    expect(sourceKey(job)).toBe(`jobs/acme/${jobId}/incoming/2/source.pdf`);
    expect(pageKey(job, 14)).toBe(`jobs/acme/${jobId}/pages/2/14.png`);
    expect(exportKey(job, jobId, 'xlsx')).toBe(`jobs/acme/${jobId}/exports/2/${jobId}.xlsx`);
  });

  it('are the same for one job however its id is written', () => {
    expect(jobPrefix('acme', jobId.toUpperCase())).toBe(jobPrefix('acme', jobId));
  });

  it('stand below the prefix of their job and of no other', () => {
    fc.assert(
      fc.property(anyJob(), anyJob(), fc.integer({ min: 1, max: 5000 }), (one, other, page) => {
        const own = jobPrefix(one.tenantId, one.jobId);
        const foreign = jobPrefix(other.tenantId, other.jobId);
        for (const key of [sourceKey(one), pageKey(one, page), exportKey(one, one.jobId, 'csv')]) {
          expect(key.startsWith(own)).toBe(true);
          expect(key.startsWith(foreign)).toBe(own === foreign);
        }
        const same = one.tenantId === other.tenantId && one.jobId === other.jobId;
        expect(own === foreign).toBe(same);
      }),
    );
  });

  it('are made of harmless characters, whatever the tenant is called', () => {
    fc.assert(
      fc.property(anyJob(), (one) => {
        expect(sourceKey(one)).toMatch(
          /^jobs\/[a-z0-9_-]{1,100}\/[0-9a-f-]{36}\/incoming\/\d+\/source\.pdf$/,
        );
        expect(() => diskPath('/root', sourceKey(one))).not.toThrow();
      }),
    );
  });

  it.each(['', 'not-a-uuid', '../..', `${jobId}/`, `${jobId}\n`])(
    'are refused for a job called %j',
    (bad) => {
      expect(() => jobPrefix('acme', bad)).toThrow(expect.objectContaining({ code: 'internal' }));
    },
  );

  it.each([0, -1, 1.5, Number.NaN, Infinity, 2 ** 53])('are refused for page or run %d', (bad) => {
    expect(() => pageKey(job, bad)).toThrow(expect.objectContaining({ code: 'internal' }));
    expect(() => sourceKey({ ...job, run: bad })).toThrow(expect.objectContaining({ code: 'internal' }));
  });

  it('are refused without a tenant', () => {
    expect(() => jobPrefix('', jobId)).toThrow(expect.objectContaining({ code: 'internal' }));
  });
});

describe('the name of a download', () => {
  it('keeps letters of every script and drops what could break the header or deceive the eye', () => {
    expect(contentDisposition('résumé "Q4".xlsx')).toBe(
      `attachment; filename="r_sum_ _Q4_.xlsx"; filename*=UTF-8''r%C3%A9sum%C3%A9%20%22Q4%22.xlsx`,
    );
    expect(contentDisposition('../a\r\nb\u202Efdp.exe')).toBe(
      `attachment; filename=".._abfdp.exe"; filename*=UTF-8''.._abfdp.exe`,
    );
    expect(contentDisposition('\n')).toContain('filename="download"');
  });

  it('is a header that fetch accepts, whatever it was', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 400 }), (name) => {
        expect(() => new Headers({ 'content-disposition': contentDisposition(name) })).not.toThrow();
      }),
    );
  });
});

function anyJob(): fc.Arbitrary<{ tenantId: string; jobId: string; run: number }> {
  return fc.record({
    tenantId: fc.oneof(
      fc.string({ unit: 'grapheme', minLength: 1, maxLength: 80 }),
      fc.constantFrom('a', 'A', 'a/', '..', '.', '_', '__', 'a_', 'CON'),
    ),
    jobId: fc.uuid(),
    run: fc.integer({ min: 1, max: 99 }),
  });
}
