import { Redis } from 'ioredis';
import { readdir, readFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import type { Db } from '#db/client.ts';
import { searchDatabase } from './search-database.ts';

export interface Everywhere {
  db: Db;
  /** Object store and temporary files. */
  folder: string;
  /** Empty where none is used. */
  redisUrl: string;
  /** Keys of the environment begin with it. */
  queuePrefix: string;
  /** What every process of the system has printed. */
  log: string;
}

/** Names the places where a text can be found, as it is or in one of the forms that bytes are written in. */
export async function searchEverywhere(everywhere: Everywhere, text: string): Promise<string[]> {
  const bytes = Buffer.from(text, 'utf8');
  const printable = [bytes, Buffer.from(bytes.toString('hex')), ...base64Forms(bytes)];
  const forms = [...printable, Buffer.from(text, 'utf16le'), Buffer.from(text, 'utf16le').swap16()];
  const holds = (content: Buffer): boolean => forms.some((form) => content.includes(form));
  return [
    ...(await searchTables(everywhere.db, printable)),
    ...(await searchFolder(everywhere.folder, holds)),
    ...(await searchRedis(everywhere, holds)),
    ...(holds(Buffer.from(everywhere.log)) ? ['log'] : []),
  ].toSorted();
}

type Holds = (content: Buffer) => boolean;

/** In each of its three positions within a group of three bytes; the characters at the ends depend on the neighbours. */
function base64Forms(bytes: Buffer): Buffer[] {
  return [0, 1, 2].map((shift) => {
    const text = Buffer.concat([Buffer.alloc(shift), bytes])
      .toString('base64')
      .replaceAll('=', '');
    return Buffer.from(text.slice(shift === 0 ? 0 : 4, -2));
  });
}

/** Row by row, as a dump has it; bytea in hexadecimal digits. */
async function searchTables(db: Db, forms: readonly Buffer[]): Promise<string[]> {
  const found = new Set<string>();
  for (const form of forms) {
    for (const name of await searchDatabase(db, form.toString('latin1'))) found.add(`table ${name}`);
  }
  return [...found];
}

async function searchFolder(folder: string, holds: Holds): Promise<string[]> {
  const found: string[] = [];
  for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
    const path = join(entry.parentPath, entry.name);
    const named = holds(Buffer.from(relative(folder, path)));
    if (named || (entry.isFile() && holds(await readFile(path))))
      found.push(`file ${relative(folder, path)}`);
  }
  return found;
}

async function searchRedis({ redisUrl, queuePrefix }: Everywhere, holds: Holds): Promise<string[]> {
  if (redisUrl === '') return [];
  const client = new Redis(redisUrl);
  const found: string[] = [];
  for await (const keys of client.scanStream({ match: `*${queuePrefix}*` }) as AsyncIterable<string[]>) {
    for (const key of keys) {
      if (holds(Buffer.from(`${key}\n${await contentOf(client, key)}`))) found.push(`redis ${key}`);
    }
  }
  client.disconnect();
  return found;
}

/** Everything that a key holds, as JSON. DUMP would pack it. */
async function contentOf(client: Redis, key: string): Promise<string> {
  const readers: Record<string, () => Promise<unknown>> = {
    string: async () => client.get(key),
    hash: async () => client.hgetall(key),
    list: async () => client.lrange(key, 0, -1),
    set: async () => client.smembers(key),
    zset: async () => client.zrange(key, '0', '-1'),
    stream: async () => client.xrange(key, '-', '+'),
  };
  const type = await client.type(key);
  // A key that expired between the two is empty.
  if (type === 'none') return '';
  const read = readers[type];
  if (read === undefined) throw new Error(`The search does not know Redis's type ${type}.`);
  return JSON.stringify(await read());
}
