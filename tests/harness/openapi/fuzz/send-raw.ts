import { once } from 'node:events';
import { connect } from 'node:net';

/** What came back until the other side had nothing more to say; an empty text where it said nothing. */
export async function sendRaw(url: string, bytes: Uint8Array): Promise<string> {
  const socket = connect(Number(new URL(url).port), '127.0.0.1');
  const chunks: Buffer[] = [];
  socket.on('data', (chunk: Buffer) => chunks.push(chunk));
  socket.on('error', () => {});
  await once(socket, 'connect');
  // Its end is the end of the request, so that nobody waits for a body that was announced.
  socket.end(bytes);
  if (!socket.closed) await once(socket, 'close');
  return Buffer.concat(chunks).toString('utf8');
}
