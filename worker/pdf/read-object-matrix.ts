import type { Pdfium } from '#worker/pdf/load-pdfium.ts';
import type { Matrix } from '#worker/pdf/matrix.ts';

/** The matrix of a page object, from its own space to the space of what holds it; the identity where it has none. */
export function readObjectMatrix({ call, memory }: Pdfium, object: number): Matrix {
  if (call.FPDFPageObj_GetMatrix(object, memory.scratch) === 0) return [1, 0, 0, 1, 0, 0];
  return [
    memory.float(0),
    memory.float(1),
    memory.float(2),
    memory.float(3),
    memory.float(4),
    memory.float(5),
  ];
}
