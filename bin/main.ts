import { inspect } from 'node:util';
import { AppError } from '#shared/errors.ts';
import { redactSecrets } from '#shared/redact-secrets.ts';

interface Command {
  about: string;
  load(): Promise<(args: string[]) => Promise<number>>;
}

/** Each command is loaded when it is called: `--help` has no need of an OCR engine. */
const commands: Record<string, Command> = {
  run: {
    about: 'FILE... [-o OUT] [--format xlsx|csv|json]   lift the schedules of PDFs into a workbook',
    load: async () => (await import('./commands/run.ts')).run,
  },
  demo: {
    about: 'the bundled samples, through the whole system',
    load: async () => (await import('./commands/demo.ts')).demo,
  },
  serve: {
    about: 'the API and a worker, until interrupted',
    load: async () => (await import('./commands/serve.ts')).serve,
  },
  worker: {
    about: 'a worker alone, for DATABASE_URL',
    load: async () => (await import('./commands/worker.ts')).worker,
  },
  migrate: {
    about: 'bring DATABASE_URL to the newest schema',
    load: async () => (await import('./commands/migrate.ts')).migrateCommand,
  },
  keys: {
    about: 'create --tenant T --user U   a new API key for DATABASE_URL, shown once',
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
  doctor: {
    about: 'whether the ledger of DATABASE_URL adds up: each rule with its violations',
    load: async () => (await import('./commands/doctor.ts')).doctor,
  },
  env: { about: 'print .env.example', load: async () => (await import('./commands/env.ts')).env },
};

/** Runs one command and leaves its exit code: 0 ok, 1 error, 2 wrong use, 3 over the cost cap or the budget. */
export async function runMain(argv: string[]): Promise<void> {
  const [name = '', ...args] = argv;
  const command = commands[name];
  if (command === undefined) {
    (name === '' || name === '--help' || name === '-h' ? console.log : console.error)(usage(name));
    process.exitCode = name === '' || name.startsWith('-h') || name === '--help' ? 0 : 2;
    return;
  }
  try {
    process.exitCode = await (await command.load())(args);
  } catch (error) {
    process.exitCode = report(error);
  }
}

function report(error: unknown): number {
  if (error instanceof AppError) {
    console.error(redactSecrets(error.message));
    return error.code === 'job-cost-cap' || error.code === 'user-budget' ? 3 : 1;
  }
  if (error instanceof TypeError && 'code' in error && String(error.code).startsWith('ERR_PARSE_ARGS')) {
    console.error(error.message);
    return 2;
  }
  // With what it carries, for whoever has to find out; without what opens doors.
  console.error(redactSecrets(inspect(error)));
  return 1;
}

function usage(name: string): string {
  const unknown = name === '' || name.startsWith('-') ? '' : `There is no command "${name}".\n\n`;
  const lines = Object.entries(commands).map(([key, { about }]) => `  ledgerlift ${key.padEnd(18)} ${about}`);
  return `${unknown}Lifts the schedules out of financial PDFs, proves their arithmetic and hands them over as Excel.\n\n${lines.join('\n')}\n\nSettings: environment variables, see .env.example.`;
}
