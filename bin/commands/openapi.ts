import { openApiDocument } from '#shared/openapi/open-api-document.ts';

/** `ledgerlift openapi`: prints what a running system answers at /openapi.json. */
export async function openapi(): Promise<number> {
  process.stdout.write(`${JSON.stringify(openApiDocument(), null, 2)}\n`);
  return 0;
}
