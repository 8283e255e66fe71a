import { writeFile } from 'node:fs/promises';
import { makeHarborMill } from './harbor-mill/make-harbor-mill.ts';
import { makeKestrel } from './kestrel/make-kestrel.ts';
import { makeOrchard } from './orchard/make-orchard.ts';

const samples = [
  ['harbor-mill-2024.pdf', makeHarborMill],
  ['kestrel-ageing-scan.pdf', makeKestrel],
  ['orchard-bank-statement.pdf', makeOrchard],
] as const;

for (const [name, make] of samples) {
  const bytes = await make();
  await writeFile(new URL(name, import.meta.url), bytes);
  console.log(`${name}  ${bytes.length} bytes`);
}
