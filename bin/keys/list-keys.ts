import { parseArgs } from 'node:util';
import { listApiKeys } from '#db/api-keys.ts';
import { type KeyView, keyView } from '#shared/auth/key-view.ts';
import { asOperator } from '../as-operator.ts';

/** `ledgerlift keys list`: every key, oldest first, without secrets, as a table or with --json as JSON. */
export async function listKeys(args: string[]): Promise<number> {
  const { values } = parseArgs({ args, options: { tenant: { type: 'string' }, json: { type: 'boolean' } } });
  const rows = await asOperator(async ({ db }) => listApiKeys(db, values.tenant));
  const now = new Date();
  const views = rows.map((row) => keyView(row, now));
  if (values.json === true) console.log(JSON.stringify(views, null, 2));
  else printTable(views);
  return 0;
}

const columns: [string, (key: KeyView) => string][] = [
  ['id', (key) => key.id],
  ['tenant', (key) => key.tenantId],
  ['user', (key) => key.userId ?? '–'],
  ['status', (key) => (key.embedded ? `${key.status}, embedded` : key.status)],
  ['scopes', (key) => key.scopes.join(',')],
  ['expires', (key) => dayOf(key.expiresAt, 'never')],
  ['last used', (key) => key.lastUsedAt?.replace('T', ' ').slice(0, 16) ?? 'never'],
  ['name', (key) => key.name ?? ''],
];

function printTable(keys: KeyView[]): void {
  if (keys.length === 0) {
    console.log('There are no keys: ledgerlift keys create --tenant T --user U');
    return;
  }
  const lines = [columns.map(([head]) => head), ...keys.map((key) => columns.map(([, cell]) => cell(key)))];
  const widths = columns.map((_, index) => Math.max(...lines.map((line) => line[index]?.length ?? 0)));
  for (const line of lines) {
    const cells = line.map((cell, index) => cell.padEnd(widths[index] ?? 0));
    console.log(cells.join('  ').trimEnd());
  }
}

function dayOf(time: string | null, none: string): string {
  return time?.slice(0, 10) ?? none;
}
