import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';

/** PDFium's compiled code. */
export async function compilePdfium(): Promise<WebAssembly.Module> {
  const path = createRequire(import.meta.url).resolve('@embedpdf/pdfium/pdfium.wasm');
  return WebAssembly.compile(await readFile(path));
}
