/**
 * Number of a month (1 to 12) by its name or usual short form in English, German, French, Spanish, Italian or Dutch; 0 for
 * any other word. Case, accents and a closing point do not matter.
 */
export function monthNumber(word: string): number {
  const plain = word.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase().replace(/\.$/, '');
  return MONTHS.get(plain) ?? 0;
}

/** One line a month, without accents. */
const NAMES = `
jan january januar jaenner janner janvier janv enero ene gennaio gen januari
feb february februar fevrier fevr fev febrero febbraio febr februari
mar march marz maerz mrz mars marzo maart mrt
apr april avril avr abril abr aprile
may mai mayo maggio mag mei
jun june juni juin junio giugno giu
jul july juli juillet juil julio luglio lug
aug august aout agosto ago augustus
sep sept september septembre septiembre settembre set
oct october oktober okt octobre octubre ottobre ott
nov november novembre noviembre
dec december dezember dez decembre diciembre dic dicembre`;

const MONTHS: ReadonlyMap<string, number> = new Map(
  NAMES.trim()
    .split('\n')
    .flatMap((line, index) => line.split(' ').map((name): [string, number] => [name, index + 1])),
);
