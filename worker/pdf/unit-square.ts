import { applyMatrix } from '#worker/pdf/matrix.ts';
import type { Matrix } from '#worker/pdf/matrix.ts';
import type { Box } from '#worker/page/page-model.ts';

/** Where an image lies: the bounds of the unit square under its matrix. */
export function unitSquare(matrix: Matrix): Box {
  const corners = [
    applyMatrix(matrix, 0, 0),
    applyMatrix(matrix, 1, 0),
    applyMatrix(matrix, 0, 1),
    applyMatrix(matrix, 1, 1),
  ];
  const xs = corners.map(([x]) => x);
  const ys = corners.map(([, y]) => y);
  return [Math.min(...xs), Math.min(...ys), Math.max(...xs), Math.max(...ys)];
}
