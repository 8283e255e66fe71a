import { cleanText } from './clean-text.ts';

/** Names Windows keeps for devices. */
const DEVICE = /^(con|prn|aux|nul|com\d|lpt\d)$/i;

/** A file name, without ending, that every system accepts and that cannot leave its folder; never empty. */
export function fileName(text: string, longest: number): string {
  const line = cleanText(text)
    .replace(/[<>:"/\\|?*]+/g, ' ')
    .replace(/\s+/g, ' ')
    .trim();
  const cut = cleanText(line.slice(0, longest)).replace(/\uFFFD$/, '');
  const name = cut.replace(/^[. ]+|[. ]+$/g, '');
  if (name === '') return 'Schedule';
  return DEVICE.test(name) ? `${name} schedule` : name;
}
