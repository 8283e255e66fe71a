/** What a figure may be made of; where currency signs may not be in it, they are not taken for digits. */
export function figureCharacters(currency: boolean): string {
  return currency ? FIGURE_CHARACTERS + CURRENCY_CHARACTERS : FIGURE_CHARACTERS;
}

const FIGURE_CHARACTERS = '0123456789.,()%-—–';
const CURRENCY_CHARACTERS = '$€£';
