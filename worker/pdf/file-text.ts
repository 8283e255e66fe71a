import { objectStreams } from '#worker/pdf/object-streams.ts';
import type { ObjectStream } from '#worker/pdf/object-streams.ts';

/** A PDF as text, one character per byte, for the few things PDFium does not tell. */
export class FileText {
  readonly plain: string;
  readonly packed: ObjectStream[];
  /** How many page objects can be seen; pages that an update has taken out are among them. */
  readonly pageObjectCount: number;

  constructor(bytes: Uint8Array) {
    const file = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    this.plain = file.toString('latin1');
    this.packed = [...objectStreams(file)];
    this.pageObjectCount = this.matchAll(PAGE_OBJECT).length;
  }

  matchAll(pattern: RegExp): RegExpExecArray[] {
    const texts = [this.plain, ...this.packed.map(({ text }) => text)];
    return texts.flatMap((text) => [...text.matchAll(pattern)]);
  }
}

const PAGE_OBJECT = /\/Type\s*\/Page(?![A-Za-z])/g;
