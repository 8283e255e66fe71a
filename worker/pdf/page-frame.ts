import type { Matrix } from '#worker/pdf/matrix.ts';
import type { Pdfium } from '#worker/pdf/load-pdfium.ts';

/** The page as displayed: its size, and the matrix from PDF user space (y up) to display space (y down), in points. */
export interface PageFrame {
  widthPoints: number;
  heightPoints: number;
  toDisplay: Matrix;
}

/** The frame of a loaded page: crop box within media box, then /Rotate, then `userUnit` points per unit. */
export function readPageFrame(pdfium: Pdfium, page: number, userUnit: number): PageFrame {
  const { call, memory } = pdfium;
  call.FPDF_GetPageBoundingBox(page, memory.scratch);
  const box = {
    left: memory.float(0),
    top: memory.float(1),
    right: memory.float(2),
    bottom: memory.float(3),
  };
  const quarterTurns = call.FPDFPage_GetRotation(page) & 3;
  const [long, tall] = [(box.right - box.left) * userUnit, (box.top - box.bottom) * userUnit];
  return {
    widthPoints: quarterTurns % 2 === 0 ? long : tall,
    heightPoints: quarterTurns % 2 === 0 ? tall : long,
    toDisplay: displayMatrix(box, quarterTurns, userUnit),
  };
}

interface UserBox {
  left: number;
  top: number;
  right: number;
  bottom: number;
}

function displayMatrix(box: UserBox, quarterTurns: number, u: number): Matrix {
  switch (quarterTurns) {
    case 1:
      return [0, u, u, 0, -box.bottom * u, -box.left * u];
    case 2:
      return [-u, 0, 0, u, box.right * u, -box.bottom * u];
    case 3:
      return [0, -u, -u, 0, box.top * u, box.right * u];
    default:
      return [u, 0, 0, -u, -box.left * u, box.top * u];
  }
}
