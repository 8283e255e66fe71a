import type { Readable } from 'node:stream';

/** The client's end of the pipe that pictures take: they arrive in one block, in half the time messages need. */
export class PixelPipe {
  /** What came before it was asked for. */
  readonly #early: Buffer[] = [];
  #block: Uint8Array<ArrayBuffer> | undefined;
  #filled = 0;
  #done: ((block: Uint8Array<ArrayBuffer>) => void) | undefined;

  constructor(stream: Readable) {
    stream.on('data', (chunk: Buffer) => this.#take(chunk));
    // The process's own end tells more.
    stream.on('error', () => {});
  }

  /** The next bytes; never resolves where the process ends before it has sent them. */
  async read(byteCount: number): Promise<Uint8Array<ArrayBuffer>> {
    const { promise, resolve } = Promise.withResolvers<Uint8Array<ArrayBuffer>>();
    this.#block = new Uint8Array(byteCount);
    this.#filled = 0;
    this.#done = resolve;
    for (const chunk of this.#early.splice(0)) this.#take(chunk);
    return promise;
  }

  #take(chunk: Buffer): void {
    if (this.#block === undefined) {
      this.#early.push(chunk);
      return;
    }
    this.#block.set(chunk, this.#filled);
    this.#filled += chunk.length;
    if (this.#filled < this.#block.length) return;
    this.#done?.(this.#block);
    this.#block = undefined;
  }
}
