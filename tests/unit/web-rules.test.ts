import { expect, test } from 'vitest';
import { matchRoute } from '#web/shell/match-route.ts';
import { pageRange } from '#web/shell/page-range.ts';
import { readChoices } from '#web/upload/read-choices.ts';

test('what is asked for with a file becomes what the API takes, to the cent', () => {
  expect(readChoices({ pages: '', cap: ' ' })).toEqual({ choices: {} });
  expect(readChoices({ pages: ' 2 – 9, 12', cap: '0.29' })).toEqual({
    choices: { pages: '2-9,12', capCents: 29 },
  });
  expect(readChoices({ pages: '3', cap: '$ 1.5' })).toEqual({ choices: { pages: '3', capCents: 150 } });
  expect(readChoices({ pages: '', cap: '0' })).toEqual({ choices: { capCents: 0 } });
});

test('what cannot be read is named by its field', () => {
  for (const pages of ['two', '2-', '-3', '1,,2', '1;2'])
    expect(readChoices({ pages, cap: '' })).toMatchObject({ field: 'pages' });
  for (const cap of ['five', '-1', '1.234', '1,50', '99999999'])
    expect(readChoices({ pages: '', cap })).toMatchObject({ field: 'cap' });
});

test('an address finds its page, whatever stands for its names', () => {
  const routes = [{ pattern: '/' }, { pattern: '/jobs/:jobId' }, { pattern: '/jobs/:jobId/audit' }];
  expect(matchRoute(routes, '/')?.route.pattern).toBe('/');
  expect(matchRoute(routes, '/jobs/a%20b/')).toEqual({ route: routes[1], params: { jobId: 'a b' } });
  expect(matchRoute(routes, '/jobs/%E0/audit')).toEqual({ route: routes[2], params: { jobId: '%E0' } });
  for (const path of ['/jobs', '/jobs/1/2', '/jobs/1/audit/3']) expect(matchRoute(routes, path)).toBeNull();
});

test('pages are told as ranges', () => {
  expect(pageRange([4])).toBe('page 4');
  expect(pageRange([2, 3, 4, 9])).toBe('pages 2–4, 9');
});
