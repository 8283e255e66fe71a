import { jsonSchema } from '#shared/schedules/json-schema.ts';

/** `ledgerlift schema`: prints docs/schedule.schema.json. */
export async function schema(): Promise<number> {
  process.stdout.write(jsonSchema());
  return 0;
}
