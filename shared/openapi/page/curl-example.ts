import type { OpenApi, Operation } from '../openapi.ts';

export interface Placed {
  /** As it is sent: with `/api` before it where it has two servers. */
  address: string;
  method: string;
  operation: Operation;
}

/** How to call it from a shell in which LEDGERLIFT is the address of the system and KEY a credential. */
export function curlExample({ address, method, operation }: Placed, document: OpenApi): string {
  const { security, requestBody } = operation;
  const path = address.replaceAll(/\{(\w+)\}/g, '$$$1');
  const lines = [`curl ${method === 'GET' ? '' : `-X ${method} `}"$LEDGERLIFT${path}"`];
  if (security.length > 0) lines.push('-H "Authorization: Bearer $KEY"');
  const name = requestBody?.content['application/json']?.schema.$ref?.split('/').at(-1);
  if (name !== undefined) {
    const [example] = document.components.schemas[name]?.examples ?? [];
    lines.push("-H 'Content-Type: application/json'", `-d '${JSON.stringify(example)}'`);
  }
  return lines.join(' \\\n  ');
}
