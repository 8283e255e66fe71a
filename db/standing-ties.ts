import { sql } from 'kysely';
import type { Db } from './client.ts';

/** The ties of a schedule as it stands, and its name. */
export interface StandingTies {
  id: string;
  name: string;
  ties: object[];
}

/** Of those schedules of a job that somebody has edited: in the others everything is as it was read. */
export async function listEditedTies(db: Db, jobId: string): Promise<StandingTies[]> {
  const { rows } = await sql<StandingTies>`
    select id, name, coalesce(body -> 'ties', '[]') as ties from job_schedules
     where job_id = ${jobId} and revision > 1`.execute(db);
  return rows;
}
