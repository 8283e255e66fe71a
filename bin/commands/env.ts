import { envExample } from '#shared/config/env-example.ts';

/** `ledgerlift env > .env.example`: every setting with its range, unit and default. */
export async function env(): Promise<number> {
  process.stdout.write(envExample());
  return 0;
}
