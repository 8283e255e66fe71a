import { once } from 'node:events';
import { connect, createServer, type Socket } from 'node:net';

/** Stands between a process and a service, and takes the service away without ending it. */
export interface TcpProxy {
  /** The address given, through the proxy. */
  url: string;
  /** Connections that are open right now. */
  connections(): number;
  pass(): void;
  /** Cuts what is open and accepts nothing: the service is down. */
  refuse(): void;
  /** Keeps connections open and passes nothing on: the service hangs, or the network swallows all. */
  silence(): void;
  close(): Promise<void>;
}

export interface TcpProxyOptions {
  /** Asked with the first bytes of a connection; one that it refuses is cut. */
  admits?: (first: Buffer) => boolean;
  /** The address that the service sees; of this machine. */
  localAddress?: string;
}

export async function startTcpProxy(
  target: string,
  { admits = () => true, localAddress }: TcpProxyOptions = {},
): Promise<TcpProxy> {
  const url = new URL(target);
  const from = localAddress === undefined ? {} : { localAddress };
  const goal = { host: url.hostname, port: Number(url.port), ...from };
  const sockets = new Set<Socket>();
  let mode: 'pass' | 'refuse' | 'silence' = 'pass';
  const cut = (): void => sockets.forEach((socket) => socket.destroy());

  const join = (from: Socket, to: Socket): void => {
    sockets.add(from);
    from.on('data', (bytes) => {
      if (mode === 'pass') to.write(bytes);
    });
    from.on('error', () => {});
    from.on('close', () => {
      sockets.delete(from);
      to.destroy();
    });
  };
  const server = createServer((inner) => {
    const outer = connect(goal);
    join(inner, outer);
    join(outer, inner);
    inner.once('data', (first) => {
      if (!admits(first)) inner.destroy();
    });
    if (mode === 'refuse') inner.destroy();
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const address = server.address();
  url.host = `127.0.0.1:${typeof address === 'object' && address !== null ? address.port : 0}`;
  return {
    url: url.href,
    connections: () => sockets.size / 2,
    pass: () => (mode = 'pass'),
    refuse: () => {
      mode = 'refuse';
      cut();
    },
    silence: () => (mode = 'silence'),
    close: async () => {
      cut();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
