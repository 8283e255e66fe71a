import { type Kysely, sql } from 'kysely';

/**
 * Whether an event has to be written without its person (see 0011): whoever has a token of the identity provider has no
 * key, and need not have cost anything. Such a user is known by what the trail has of them, which an erasure takes. And
 * ten minutes after it were too many: an erasure waits for a minute of quiet, so that what begins later is somebody else's;
 * five seconds are for clocks that are apart.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create or replace function audit_person_gone(tenant text, person text, happened timestamptz) returns boolean
      language sql stable as $$
        select person is not null and exists (
          select from user_erasures e
           where e.tenant_id = tenant
             and (e.user_id = person and e.keys_revoked_at is not null
               or e.completed_at > happened - interval '5 seconds'
                 and not exists (select from api_keys k where k.tenant_id = tenant and k.user_id = person)
                 and not exists (select from user_costs c where c.tenant_id = tenant and c.user_id = person)
                 and not exists (select from audit_events a where a.tenant_id = tenant and a.user_id = person)))
      $$`.execute(db);
}
