import type { Place } from './sheet-model.ts';

/** "C12" for row 12, column 3. */
export function addressOf(place: Place): string {
  return columnName(place.col) + place.row;
}

/** "AB" for 28. */
export function columnName(col: number): string {
  let name = '';
  for (let rest = col; rest > 0; rest = Math.floor((rest - 1) / 26)) {
    name = String.fromCharCode(65 + ((rest - 1) % 26)) + name;
  }
  return name;
}
