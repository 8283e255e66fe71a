import { init } from '@embedpdf/pdfium';
import { WasmMemory } from '#worker/pdf/wasm-memory.ts';
import type { HeapExports } from '#worker/pdf/wasm-memory.ts';

/** PDFium with its memory. All handles and pointers are numbers; 0 is "none". */
export interface Pdfium {
  call: PdfiumCalls;
  memory: WasmMemory;
}

/** The functions of PDFium that are used here, called past the JavaScript wrappers (which cost more than the calls). */
export interface PdfiumCalls extends Record<PdfiumFunction, (...args: number[]) => number> {}

/**
 * Instantiates PDFium from its compiled module.
 * The heap may not grow past `maxBytes`, or what `memory.maxBytes` says later: a bomb then ends as an aborted process, not as an exhausted machine.
 */
export async function loadPdfium(module: WebAssembly.Module, maxBytes: number): Promise<Pdfium> {
  let memory: WasmMemory | undefined;
  const overrides = {
    instantiateWasm(imports: WebAssembly.Imports, done: (instance: WebAssembly.Instance) => void) {
      capHeap(imports, (bytes) => {
        const fits = bytes <= (memory?.maxBytes ?? maxBytes);
        if (!fits && memory !== undefined) memory.exhausted = true;
        return fits;
      });
      const instance = new WebAssembly.Instance(module, imports);
      done(instance);
      return instance.exports;
    },
    print: () => {},
    printErr: () => {},
  };
  // The package's types lean on @types/emscripten, which is not installed: what they leave out is stated here.
  const loaded = await init(overrides);
  const exports = loaded.pdfium.wasmExports as unknown as PdfiumCalls & HeapExports;
  loaded.PDFiumExt_Init();
  memory = new WasmMemory(exports, maxBytes);
  return { call: exports, memory };
}

function capHeap(imports: WebAssembly.Imports, fits: (bytes: number) => boolean): void {
  const env = imports['env'];
  const resize = env?.['emscripten_resize_heap'];
  if (env === undefined || typeof resize !== 'function') return;
  const grow = resize as (bytes: number) => number;
  env['emscripten_resize_heap'] = (bytes: number) => (fits(bytes >>> 0) ? grow(bytes) : 0);
}

type PdfiumFunction =
  | 'FPDF_LoadMemDocument'
  | 'FPDF_CloseDocument'
  | 'FPDF_GetLastError'
  | 'FPDF_GetPageCount'
  | 'FPDF_GetSecurityHandlerRevision'
  | 'FPDF_GetPageSizeByIndexF'
  | 'FPDF_LoadPage'
  | 'FPDF_ClosePage'
  | 'FPDF_GetPageBoundingBox'
  | 'FPDFPage_GetRotation'
  | 'FPDFPage_CountObjects'
  | 'FPDFPage_GetObject'
  | 'FPDFPage_GetAnnotCount'
  | 'FPDFPage_Flatten'
  | 'FPDFPage_GetAnnot'
  | 'FPDFPage_CloseAnnot'
  | 'FPDFAnnot_GetSubtype'
  | 'FPDFFormObj_CountObjects'
  | 'FPDFFormObj_GetObject'
  | 'FPDFPageObj_GetType'
  | 'FPDFPageObj_GetMatrix'
  | 'FPDFPageObj_GetBounds'
  | 'FPDFPageObj_GetFillColor'
  | 'FPDFPageObj_GetStrokeColor'
  | 'FPDFPageObj_GetStrokeWidth'
  | 'FPDFPageObj_HasTransparency'
  | 'FPDFPageObj_GetClipPath'
  | 'FPDFClipPath_CountPaths'
  | 'FPDFImageObj_GetImagePixelSize'
  | 'FPDFImageObj_GetImageMetadata'
  | 'FPDFImageObj_GetBitmap'
  | 'FPDFBitmap_GetFormat'
  | 'FPDFBitmap_GetWidth'
  | 'FPDFBitmap_GetHeight'
  | 'FPDFBitmap_GetStride'
  | 'FPDFBitmap_GetBuffer'
  | 'FPDFPath_CountSegments'
  | 'FPDFPath_GetDrawMode'
  | 'FPDFPath_GetPathSegment'
  | 'FPDFPathSegment_GetPoint'
  | 'FPDFPathSegment_GetType'
  | 'FPDFPathSegment_GetClose'
  | 'FPDFText_LoadPage'
  | 'FPDFText_ClosePage'
  | 'FPDFText_CountChars'
  | 'FPDFText_GetUnicode'
  | 'FPDFText_GetCharBox'
  | 'FPDFText_GetLooseCharBox'
  | 'FPDFText_GetCharOrigin'
  | 'FPDFText_GetMatrix'
  | 'FPDFText_GetFontSize'
  | 'FPDFText_GetTextObject'
  | 'FPDFText_HasUnicodeMapError'
  | 'FPDFText_IsGenerated'
  | 'FPDFText_IsHyphen'
  | 'FPDFTextObj_GetFont'
  | 'FPDFTextObj_GetTextRenderMode'
  | 'FPDFFont_GetBaseFontName'
  | 'FPDFFont_GetFlags'
  | 'FPDFBitmap_CreateEx'
  | 'FPDFBitmap_FillRect'
  | 'FPDFBitmap_Destroy'
  | 'FPDF_RenderPageBitmap';
