import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { ApiClient } from '#bin/api-client.ts';

describe('the client', () => {
  let server: Server;
  let client: ApiClient;
  let answer: { status: number; body: string };
  beforeEach(async () => {
    server = createServer((_request, response) => response.writeHead(answer.status).end(answer.body));
    await once(server.listen(0, '127.0.0.1'), 'listening');
    const address = server.address();
    client = new ApiClient(`http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}`, 'll_key');
  });
  afterEach(() => {
    server.closeAllConnections();
    server.close();
  });

  test('takes a code of the table as it is', async () => {
    answer = { status: 410, body: '{"code":"deleted","detail":"It is gone."}' };
    await expect(client.job('x')).rejects.toMatchObject({
      code: 'deleted',
      message: 'It is gone.',
      status: 410,
    });
  });

  test.each(['{"code":"ENOSPC"}', '{"code":"toString"}', '{"code":7,"detail":8}', 'null', '<html>', ''])(
    'makes an error of its own table of %j',
    async (body) => {
      answer = { status: 502, body };
      await expect(client.job('x')).rejects.toMatchObject({
        code: 'internal',
        title: 'Something failed on our side',
        message: expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+ answered 502/),
      });
    },
  );
});
