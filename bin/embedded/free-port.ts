import { randomInt } from 'node:crypto';
import { once } from 'node:events';
import { readFile, writeFile } from 'node:fs/promises';
import { type AddressInfo, createServer } from 'node:net';
import { join } from 'node:path';

import { errorCode } from './error-code.ts';
import { unless } from './unless.ts';

/**
 * The port of the server in `home`: the remembered one as long as nobody else listens on it, else a new free one,
 * remembered in turn.
 */
export async function freePort(home: string): Promise<number> {
  const file = join(home, 'port');
  const remembered = Number((await unless(['ENOENT'], readFile(file, 'utf8'))) ?? '');
  if (
    Number.isInteger(remembered) &&
    remembered >= 1024 &&
    remembered <= 65_535 &&
    (await listenOn(remembered))
  ) {
    return remembered;
  }
  const port = await chooseFree();
  await writeFile(file, `${port}\n`);
  return port;
}

/** Below 32768, where systems begin to give out ports for outgoing connections: one of those could take ours later. */
async function chooseFree(): Promise<number> {
  for (let tries = 0; tries < 20; tries += 1) {
    const port = await listenOn(randomInt(20_000, 32_000));
    if (port !== undefined) return port;
  }
  const any = await listenOn(0);
  if (any === undefined) throw new Error('No port is free on 127.0.0.1');
  return any;
}

/** Listens for a moment; gives the port (the system's choice for 0), or undefined when it is taken or not allowed. */
async function listenOn(port: number): Promise<number | undefined> {
  const server = createServer();
  try {
    server.listen({ port, host: '127.0.0.1', exclusive: true });
    await once(server, 'listening');
    const address = server.address() as AddressInfo;
    server.close();
    await once(server, 'close');
    return address.port;
  } catch (error) {
    if (errorCode(error) === 'EADDRINUSE' || errorCode(error) === 'EACCES') return undefined;
    throw error;
  }
}
