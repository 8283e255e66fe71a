/** Exports every emscripten module has. */
export interface HeapExports {
  memory: WebAssembly.Memory;
  malloc(bytes: number): number;
  free(pointer: number): void;
}

/**
 * PDFium's heap: byte blocks, and one scratch block for the out-parameters of calls.
 * The views are made anew after the heap has grown: growing detaches the old ones, which are then of length 0.
 */
export class WasmMemory {
  /** Address of 256 bytes that any call may write its results to; valid until the next call. */
  readonly scratch: number;
  /** Set when the heap was refused to grow: what fails from then on fails for want of memory. */
  exhausted = false;
  /** The heap may not grow past it. */
  maxBytes: number;
  readonly #exports: HeapExports;
  #floats = new Float32Array();
  #doubles = new Float64Array();
  #integers = new Uint32Array();

  constructor(exports: HeapExports, maxBytes: number) {
    this.#exports = exports;
    this.maxBytes = maxBytes;
    this.scratch = exports.malloc(SCRATCH_BYTES);
  }

  /** Address of new memory, or 0 where there is none. */
  allocate(byteCount: number): number {
    return this.#exports.malloc(byteCount);
  }

  free(pointer: number): void {
    this.#exports.free(pointer);
  }

  /** A live window on the heap; do not keep it over a call. */
  bytes(pointer: number, byteCount: number): Uint8Array {
    return new Uint8Array(this.#exports.memory.buffer, pointer, byteCount);
  }

  /** The 32-bit float at an index of the scratch block. */
  float(index: number): number {
    if (this.#floats.length === 0) this.#renew();
    return this.#floats[index] ?? 0;
  }

  /** The 64-bit float at an index of the scratch block. */
  double(index: number): number {
    if (this.#doubles.length === 0) this.#renew();
    return this.#doubles[index] ?? 0;
  }

  /** The unsigned 32-bit integer at an index of the scratch block. */
  integer(index: number): number {
    if (this.#integers.length === 0) this.#renew();
    return this.#integers[index] ?? 0;
  }

  #renew(): void {
    const { buffer } = this.#exports.memory;
    this.#floats = new Float32Array(buffer, this.scratch, SCRATCH_BYTES / 4);
    this.#doubles = new Float64Array(buffer, this.scratch, SCRATCH_BYTES / 8);
    this.#integers = new Uint32Array(buffer, this.scratch, SCRATCH_BYTES / 4);
  }
}

const SCRATCH_BYTES = 256;
