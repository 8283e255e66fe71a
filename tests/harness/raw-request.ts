import { once } from 'node:events';
import { connect, type Socket } from 'node:net';

/** A connection that sends what no HTTP client would, and reads what comes back. */
export class RawConnection {
  readonly #socket: Socket;
  #received = '';

  private constructor(socket: Socket) {
    this.#socket = socket;
    socket.on('error', () => {});
    socket.on('data', (chunk: Buffer) => {
      this.#received += chunk.toString('latin1');
    });
  }

  static async open(url: string): Promise<RawConnection> {
    const socket = connect(Number(new URL(url).port), '127.0.0.1');
    await once(socket, 'connect');
    return new RawConnection(socket);
  }

  /** Resolves once the other side has room for more; rejects where it has closed. */
  async send(data: string | Uint8Array): Promise<void> {
    await new Promise<void>((resolve, reject) => {
      this.#socket.write(data, (error) => (error ? reject(error) : resolve()));
    });
  }

  /** Everything received, as soon as it has what is looked for; throws where the connection ends before. */
  async until(pattern: RegExp): Promise<string> {
    while (!pattern.test(this.#received)) {
      if (this.#socket.closed) throw new Error(`The connection ended after: ${this.#received}`);
      await Promise.race([once(this.#socket, 'data'), once(this.#socket, 'close')]);
    }
    return this.#received;
  }

  destroy(): void {
    this.#socket.destroy();
  }
}

/** The whole answer to one request: status, headers by lower-case name, and the body as text. */
export async function rawRequest(url: string, head: string): Promise<RawAnswer> {
  const connection = await RawConnection.open(url);
  await connection.send(`${head}\r\nconnection: close\r\n\r\n`);
  const text = await connection.until(/\r\n\r\n[^]*(?:\}|\r\n0\r\n\r\n)\s*$/);
  connection.destroy();
  const [top = '', ...rest] = text.split('\r\n\r\n');
  const [statusLine = '', ...lines] = top.split('\r\n');
  const headers = new Map(
    lines.map((line) => [line.split(': ')[0]?.toLowerCase() ?? '', line.split(': ')[1] ?? '']),
  );
  return { status: Number(statusLine.split(' ')[1]), headers, body: rest.join('') };
}

export interface RawAnswer {
  status: number;
  headers: Map<string, string>;
  body: string;
}
