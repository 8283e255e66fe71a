import { type Server, type ServerResponse, STATUS_CODES } from 'node:http';
import type { Duplex } from 'node:stream';
import { problem } from '#netlify/http/problem.ts';
import { AppError } from '#shared/errors.ts';
import { newTraceId } from '#shared/trace.ts';

/** Answers what Node cannot read as a request like every other error; by itself it would answer without a body. */
export function refuseUnreadable(server: Server): void {
  const answers = new WeakMap<Duplex, ServerResponse>();
  server.on('request', (incoming, outgoing) => answers.set(incoming.socket, outgoing));
  server.on('clientError', (error: NodeJS.ErrnoException, socket) => {
    const last = answers.get(socket);
    const underWay = last !== undefined && last.headersSent && !last.writableFinished;
    // Nobody is there any more, or a second answer would run into the first.
    if (error.code === 'ECONNRESET' || !socket.writable || underWay) socket.destroy();
    else void refuse(socket, refusalOf(error));
  });
}

function refusalOf(error: NodeJS.ErrnoException): AppError {
  const options = { cause: error };
  if (error.code === 'HPE_HEADER_OVERFLOW')
    return new AppError('too-large', 'Address and headers are too long: send less of them.', options);
  if (error.code === 'ERR_HTTP_REQUEST_TIMEOUT')
    return new AppError('malformed-request', 'The request did not come to its end: send it again.', options);
  return new AppError('malformed-request', 'This is no request that HTTP/1.1 knows.', options);
}

async function refuse(socket: Duplex, refusal: AppError): Promise<void> {
  const answer = problem(refusal, { traceId: newTraceId(), instance: '/' });
  const body = await answer.text();
  const lines = [...answer.headers].map(([name, value]) => `${name}: ${value}`);
  const head = [
    `HTTP/1.1 ${answer.status} ${STATUS_CODES[answer.status] ?? ''}`,
    ...lines,
    `content-length: ${Buffer.byteLength(body)}`,
    'connection: close',
  ];
  socket.end(`${head.join('\r\n')}\r\n\r\n${body}`, () => socket.destroy());
}
