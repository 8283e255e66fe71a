import { once } from 'node:events';
import { loadConfig } from '#shared/config.ts';
import { openServices } from '#shared/open-services.ts';

/** A process that counts requests of one subject as fast as it can, once it is told to, and prints the numbers it got. */
const [subject = '', times = '0'] = process.argv.slice(2);
const services = await openServices(loadConfig(), 'host');
const id = Buffer.from(subject, 'hex');
await services.limits.count(Buffer.alloc(32), 60);
console.log('ready');
await once(process.stdin, 'data');
const counted = await Promise.all(
  Array.from({ length: Number(times) }, async () => services.limits.count(id, 60)),
);
console.log(JSON.stringify(counted.map((each) => each?.count ?? null)));
await services.close();
process.stdin.destroy();
