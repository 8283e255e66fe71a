import { readFile } from 'node:fs/promises';
import { inspect } from 'node:util';
import { AppError } from '#shared/errors.ts';
import { redactSecrets } from '#shared/redact-secrets.ts';
import { exitCode } from './exit-code.ts';
import { runHelp } from './run/run-help.ts';
import { UsageError } from './usage-error.ts';

interface Command {
  about: string;
  /** What `--help` says beyond it. */
  help?: string;
  load(): Promise<(args: string[]) => Promise<number>>;
}

/** Each command is loaded when it is called: `--help` has no need of an OCR engine. */
const commands: Record<string, Command> = {
  run: {
    about: 'FILE... [-o OUT] [--format xlsx|csv|json|pdf]   lift the schedules of PDFs into a workbook',
    help: runHelp,
    load: async () => (await import('./commands/run.ts')).run,
  },
  demo: {
    about: 'the bundled samples, through the whole system',
    load: async () => (await import('./commands/demo.ts')).demo,
  },
  serve: {
    about: 'the web pages, the API and a worker, until interrupted; --no-site leaves the pages out',
    load: async () => (await import('./commands/serve.ts')).serve,
  },
  build: {
    about: 'the web pages, into web/dist; serve does it by itself',
    load: async () => (await import('./commands/build.ts')).build,
  },
  worker: {
    about: 'a worker alone, for DATABASE_URL',
    load: async () => (await import('./commands/worker.ts')).worker,
  },
  migrate: {
    about: 'bring DATABASE_URL to the newest schema',
    load: async () => (await import('./commands/migrate.ts')).migrateCommand,
  },
  preview: {
    about: 'create|drop NAME   the database of a preview, on the server of DATABASE_URL; prints its settings',
    load: async () => (await import('./commands/preview.ts')).preview,
  },
  keys: {
    about: 'create | list | revoke   the API keys of DATABASE_URL; a new one is shown once',
    load: async () => (await import('./commands/keys.ts')).keys,
  },
  'verify-audit': {
    about: 'TRAIL.ndjson CHECKPOINT.json... [--key FINGERPRINT]   check an exported audit trail, offline',
    load: async () => (await import('./commands/verify-audit.ts')).verifyAudit,
  },
  'verify-certificate': {
    about: 'CERTIFICATE.json [--key FINGERPRINT]   check the certificate of a deletion, offline',
    load: async () => (await import('./commands/verify-certificate.ts')).verifyCertificate,
  },
  'export-tombstones': {
    about: '> FILE   what has been erased from DATABASE_URL, to outlive it; names nobody',
    load: async () => (await import('./commands/export-tombstones.ts')).exportTombstones,
  },
  'replay-tombstones': {
    about: '[--from FILE] [--from-database URL]   after a restore: erase again what it brought back',
    load: async () => (await import('./commands/replay-tombstones.ts')).replayTombstonesCommand,
  },
  doctor: {
    about: 'whether the ledger of DATABASE_URL adds up: each rule with its violations',
    load: async () => (await import('./commands/doctor.ts')).doctor,
  },
  schema: {
    about: 'print the JSON Schema of a JSON export',
    load: async () => (await import('./commands/schema.ts')).schema,
  },
  openapi: {
    about: 'print the API as OpenAPI 3.1, as /openapi.json answers it',
    load: async () => (await import('./commands/openapi.ts')).openapi,
  },
  env: { about: 'print .env.example', load: async () => (await import('./commands/env.ts')).env },
};

/**
 * Runs one command and leaves its exit code: 0 ok, 1 error, 3 over the cost cap or the budget, 64 wrong use, and what
 * else the command says of itself.
 */
export async function runMain(argv: string[]): Promise<void> {
  const [name = '--help', ...args] = argv;
  process.exitCode = await runCommand(name, args).catch(report);
}

async function runCommand(name: string, args: string[]): Promise<number> {
  if (name === '--version' || name === '-V') return print(await version());
  if (name === '--help' || name === '-h' || name === 'help') return print(usage());
  const command = Object.hasOwn(commands, name) ? commands[name] : undefined;
  if (command === undefined) throw new UsageError(`There is no command "${name}".\n\n${usage()}`);
  if (asksForHelp(args)) return print(command.help ?? `ledgerlift ${name} ${command.about}`);
  return (await command.load())(args);
}

/** Before a `--` only: behind it stand files, whatever they are called. */
function asksForHelp(args: string[]): boolean {
  const end = args.indexOf('--');
  return args.slice(0, end === -1 ? args.length : end).some((arg) => arg === '--help' || arg === '-h');
}

function print(text: string): number {
  console.log(text);
  return exitCode.ok;
}

async function version(): Promise<string> {
  const text = await readFile(new URL('../package.json', import.meta.url), 'utf8');
  return `ledgerlift ${(JSON.parse(text) as { version: string }).version}`;
}

function report(error: unknown): number {
  if (error instanceof AppError) {
    console.error(redactSecrets(error.message));
    return error.code === 'job-cost-cap' || error.code === 'user-budget' ? exitCode.overCap : exitCode.error;
  }
  const isUnknownFlag =
    error instanceof TypeError && 'code' in error && String(error.code).startsWith('ERR_PARSE_ARGS');
  if (error instanceof UsageError || isUnknownFlag) {
    console.error(isUnknownFlag ? `${error.message.split('. ')[0]}: see --help.` : error.message);
    return exitCode.wrongUse;
  }
  // With what it carries, for whoever has to find out; without what opens doors.
  console.error(redactSecrets(inspect(error)));
  return exitCode.error;
}

function usage(): string {
  const lines = Object.entries(commands).map(([key, { about }]) => `  ledgerlift ${key.padEnd(18)} ${about}`);
  return `Lifts the schedules out of financial PDFs, proves their arithmetic and hands them over as Excel.\n\n${lines.join('\n')}\n\nEach takes --help; --version says which this is. Settings: environment variables, see .env.example.`;
}
