import { once } from 'node:events';
import { type Agent, type IncomingMessage, request } from 'node:http';
import type { Answered } from '../answer-checker.ts';
import type { DrawnRequest } from './draw-request.ts';

/** Sends a request as it was drawn: unlike `fetch`, whatever method, address and headers it has. */
export async function sendDrawn(url: string, drawn: DrawnRequest, agent: Agent): Promise<Answered> {
  const { method, path, headers, body } = drawn;
  const { hostname, port } = new URL(url);
  // Of its own accord Node tells no length with a DELETE, and its body would be read as the next request.
  const length = body === null ? {} : { 'content-length': String(body.length) };
  const outgoing = request({ hostname, port, agent, method, path, headers: { ...headers, ...length } });
  const answer = once(outgoing, 'response') as Promise<[IncomingMessage]>;
  // A host that refuses a body may answer before it has come to its end.
  outgoing.on('error', () => {});
  if (body === null) outgoing.end();
  else outgoing.end(body);
  const [incoming] = await answer;
  const chunks: Buffer[] = [];
  for await (const chunk of incoming) chunks.push(chunk as Buffer);
  const told = Object.entries(incoming.headers).flatMap(([name, value]) =>
    [value ?? []].flat().map((each): [string, string] => [name, each]),
  );
  return {
    status: incoming.statusCode ?? 0,
    headers: new Headers(told),
    body: Buffer.concat(chunks).toString('utf8'),
  };
}
