import type { Dice } from './dice.ts';

/** The head of a request that no client would make, ended and asking for the end of the connection; without a body. */
export function drawRaw(dice: Dice): Buffer {
  const method = dice.chance(0.7) ? dice.pick(['GET', 'POST', 'DELETE']) : dice.pick(oddMethods);
  const target = dice.pick([
    '/',
    '*',
    '//',
    '/\\evil.example/',
    'http://evil.example/api/jobs',
    'ftp://x/y',
    'javascript:alert(1)',
    '/api/jobs?limit=%ff',
    `/api/jobs/${'%00'.repeat(dice.below(40))}`,
    `/${'a/'.repeat(dice.below(3000))}`,
    `/api/jobs?${'a=1&'.repeat(dice.below(2000))}`,
    '/_store/../../etc/passwd',
    '/_store/jobs/tenant-a/x?expires=9999999999&signature=x',
    '/_store/%2e%2e/%00?method=PUT',
    '/docs?x=<script>',
    '/api/../../health/live',
    '/\ud83d',
    '/é',
    '/api/jobs#fragment',
    'localhost:80',
    '',
  ]);
  const version = dice.chance(0.8) ? 'HTTP/1.1' : dice.pick(['HTTP/1.0', 'HTTP/2.0', 'HTTP/9', 'HTP', '']);
  const headers = Array.from({ length: dice.below(3) }, () => dice.pick(headerLines(dice)));
  const lines = [
    `${method} ${target} ${version}`,
    dice.chance(0.9) ? 'host: x' : 'x: y',
    ...headers,
    'connection: close',
  ];
  return Buffer.from(
    `${lines.join(dice.chance(0.95) ? '\r\n' : '\n')}\r\n\r\n`,
    dice.pick(['utf8', 'latin1']),
  );
}

const oddMethods = ['get', 'G E T', '', 'TRACE', 'CONNECT', 'BREW', 'A'.repeat(300), '\0GET', 'PRI'];

function headerLines(dice: Dice): string[] {
  return [
    'host: y',
    'host: a b',
    'content-length: 0',
    'accept: text/html',
    'x-empty:',
    'cookie: a=b',
    'content-length: -1',
    'content-length: 1e9x',
    'transfer-encoding: gzip',
    'content-length: 3\r\ntransfer-encoding: chunked',
    `x-long: ${'x'.repeat(dice.below(40_000))}`,
    'authorization: Bearer \u0001',
    ': no name',
    'no colon',
    ' folded: line',
    'x\0y: z',
    `traceparent: ${dice.hex(60)}`,
    'upgrade: websocket\r\nconnection: upgrade',
    'expect: 200-ok',
  ];
}
