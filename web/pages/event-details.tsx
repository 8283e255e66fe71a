import { formatBytes } from '../shell/format-bytes.ts';
import { money } from '../shell/money.ts';

/** The facts of an event for the eye: long hashes are cut and lists counted; the downloads have them whole. */
export function EventDetails({ metadata }: { metadata: unknown }) {
  const facts = typeof metadata === 'object' && metadata !== null ? Object.entries(metadata) : [];
  return (
    <>
      {facts.map(([name, value]) => (
        <span key={name} class="fact">
          <span class="soft">{wordsOf(name)}</span> {valueOf(name, value)}
        </span>
      ))}
    </>
  );
}

/** costCents -> "cost", exportId -> "export id". */
function wordsOf(name: string): string {
  return name
    .replace(/Cents$/, '')
    .replaceAll(/(?<=[a-z0-9])(?=[A-Z])/g, ' ')
    .toLowerCase();
}

function valueOf(name: string, value: unknown): string {
  if (typeof value === 'number') {
    if (name.endsWith('Cents')) return money(value);
    return name === 'bytes' ? formatBytes(value) : value.toLocaleString('en-US');
  }
  if (Array.isArray(value) && JSON.stringify(value).length > longest) return String(value.length);
  const text = typeof value === 'string' ? value : (JSON.stringify(value) ?? '');
  return text.length <= longest ? text : `${text.slice(0, longest - 1)}…`;
}

const longest = 40;
