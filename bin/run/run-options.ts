import { parseArgs } from 'node:util';
import { NumberRanges } from '#shared/number-ranges.ts';
import { UsageError } from '../usage-error.ts';

export const formats = ['xlsx', 'csv', 'json', 'pdf'] as const;

export interface RunOptions {
  /** Files, and folders for the PDFs in them. */
  paths: string[];
  format: (typeof formats)[number];
  /** File or folder to write to, '-' for stdout; null for the folder `out`. */
  out: string | null;
  /** Schedules by their ordinals; null for all. */
  pick: NumberRanges | null;
  pages: NumberRanges | null;
  capCents: number | null;
  strict: boolean;
  /** All files into one. */
  together: boolean;
  json: boolean;
}

/** What `ledgerlift run` was asked for. Throws UsageError, or the TypeError of node:util for a flag it does not know. */
export function runOptions(args: string[]): RunOptions {
  const { values, positionals: paths } = parseArgs({ args, allowPositionals: true, options: flags });
  if (paths.length === 0) throw new UsageError('Name at least one PDF: ledgerlift run FILE...');
  const format = formats.find((each) => each === values.format);
  if (format === undefined)
    throw new UsageError(`There is no format "${values.format}": ${formats.join(', ')}.`);
  if (values.out === '-' && values.json)
    throw new UsageError('-o - and --json both want stdout: leave one of them out.');
  if (values.together && format === 'pdf')
    throw new UsageError('--together joins schedules, not pages: take another format, or leave it out.');
  return {
    paths,
    format,
    out: values.out ?? null,
    pick: ranges('--pick', values.pick),
    pages: ranges('--pages', values.pages),
    capCents: cents(values['max-cost']),
    strict: values.strict,
    together: values.together,
    json: values.json,
  };
}

const flags = {
  out: { type: 'string', short: 'o' },
  format: { type: 'string', default: 'xlsx' },
  pick: { type: 'string' },
  pages: { type: 'string' },
  'max-cost': { type: 'string' },
  strict: { type: 'boolean', default: false },
  together: { type: 'boolean', default: false },
  json: { type: 'boolean', default: false },
} as const;

function ranges(flag: string, text: string | undefined): NumberRanges | null {
  if (text === undefined) return null;
  const parsed = NumberRanges.parse(text);
  if (parsed === null)
    throw new UsageError(
      `${flag} takes numbers and ranges from 1, such as 1,3 or 2-9: "${text}" is neither.`,
    );
  return parsed;
}

function cents(text: string | undefined): number | null {
  if (text === undefined) return null;
  const [, dollars, fraction = ''] = /^\$?(\d{1,7})(?:\.(\d{1,2}))?$/.exec(text) ?? [];
  if (dollars === undefined)
    throw new UsageError(`--max-cost takes dollars, such as 5 or 0.36: "${text}" is none.`);
  return Number(dollars) * 100 + Number(fraction.padEnd(2, '0'));
}
