import { type Stats, unwatchFile, watchFile } from 'node:fs';
import { type FileHandle, open, stat, truncate } from 'node:fs/promises';
import { StringDecoder } from 'node:string_decoder';

import { unless } from './unless.ts';

const largestBytes = 10 * 1024 * 1024;

/** Closing hands over what is still unread. */
export interface LogFollower {
  close(): Promise<void>;
}

/**
 * Hands each new line of the log file to `onLine` until closed, and empties the file when it has grown over 10 MB; the
 * server appends, so it goes on at the beginning. Followed by polling, which no limit on watchers can refuse.
 */
export async function followLog(file: string, onLine: (line: string) => void): Promise<LogFollower> {
  await emptyWhenLarge(file);
  const reader = new LineReader(await open(file, 'a+', 0o600), onLine);
  let reading = Promise.resolve();
  const onChange = (now: Stats): void => {
    reading = reading
      .then(() => reader.readTo(now.size))
      .then(() => emptyWhenLarge(file))
      // Following the log is a courtesy: a failure here must not take the application down.
      .catch(() => undefined);
  };
  await reader.skipToEnd();
  watchFile(file, { interval: 200, persistent: false }, onChange);
  return {
    close: async () => {
      unwatchFile(file, onChange);
      await reading;
      await reader.close();
    },
  };
}

async function emptyWhenLarge(file: string): Promise<void> {
  const found = await unless(['ENOENT'], stat(file));
  if (found !== undefined && found.size > largestBytes) await truncate(file, 0);
}

class LineReader {
  #position = 0;
  #rest = '';
  readonly #decoder = new StringDecoder('utf8');
  readonly #file: FileHandle;
  readonly #onLine: (line: string) => void;

  constructor(file: FileHandle, onLine: (line: string) => void) {
    this.#file = file;
    this.#onLine = onLine;
  }

  async skipToEnd(): Promise<void> {
    this.#position = (await this.#file.stat()).size;
  }

  /** Reads what was written since the last time; a file smaller than that was emptied. */
  async readTo(sizeBytes: number): Promise<void> {
    if (sizeBytes < this.#position) this.#position = 0;
    const chunk = Buffer.alloc(64 * 1024);
    while (this.#position < sizeBytes) {
      const { bytesRead } = await this.#file.read(chunk, 0, chunk.length, this.#position);
      if (bytesRead === 0) return;
      this.#position += bytesRead;
      const lines = (this.#rest + this.#decoder.write(chunk.subarray(0, bytesRead))).split('\n');
      this.#rest = lines.pop() ?? '';
      lines.forEach((line) => this.#onLine(line));
    }
  }

  async close(): Promise<void> {
    try {
      await this.readTo((await this.#file.stat()).size);
    } finally {
      await this.#file.close();
    }
  }
}
