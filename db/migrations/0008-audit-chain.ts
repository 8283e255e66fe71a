import canonicalize from 'canonicalize';
import { type Kysely, sql } from 'kysely';
import { createHmac, randomBytes } from 'node:crypto';

/** Every event gets a commitment to its personal part, and its place in the chain of its tenant once it is sealed. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    alter table audit_events
      add column salt bytea check (octet_length(salt) = 32),
      add column commitment bytea check (octet_length(commitment) = 32),
      add column seq bigint check (seq > 0),
      add column hash bytea check (octet_length(hash) = 32)`.execute(db);
  // A batch at a time, along the primary key: an older trail may be long.
  for (let after: string | undefined = zeroId; after !== undefined;)
    after = await commitOlderEvents(db, after);
  await sql`
    alter table audit_events
      alter column commitment set not null,
      add constraint audit_events_sealed check ((seq is null) = (hash is null)),
      add constraint audit_events_salted check (salt is not null or (user_id is null and ip_address is null))`.execute(
    db,
  );
  await sql`create unique index audit_events_chain on audit_events (tenant_id, seq) where seq is not null`.execute(
    db,
  );
  await sql`create index audit_events_unsealed on audit_events (tenant_id, created_at, id) where seq is null`.execute(
    db,
  );
  await sql`
    create table audit_chains (
      tenant_id text primary key,
      seq bigint not null default 0 check (seq >= 0),
      hash bytea not null check (octet_length(hash) = 32),
      checkpoint_seq bigint not null default 0 check (checkpoint_seq between 0 and seq)
    )`.execute(db);
  await sql`
    create table signing_keys (
      purpose text primary key,
      private_key text not null,
      created_at timestamptz not null default now()
    )`.execute(db);
}

const zeroId = '00000000-0000-0000-0000-000000000000';

interface OlderEvent {
  id: string;
  user_id: string | null;
  ip_address: string | null;
}

/** As shared/audit/commit-person.ts does it at this time: a migration stays what it was. Answers the last id done. */
async function commitOlderEvents(db: Kysely<unknown>, after: string): Promise<string | undefined> {
  const { rows } = await sql<OlderEvent>`
    select id, user_id, ip_address from audit_events where id > ${after} order by id limit 1000`.execute(db);
  if (rows.length === 0) return undefined;
  const committed = rows.map(({ id, user_id, ip_address }) => {
    const salt = randomBytes(32);
    const person = canonicalize({ ip: ip_address, user_id }) ?? '';
    return { id, salt, commitment: createHmac('sha256', salt).update(person).digest() };
  });
  await sql`
    update audit_events event set salt = given.salt, commitment = given.commitment
      from unnest(${committed.map((each) => each.id)}::uuid[], ${committed.map((each) => each.salt)}::bytea[],
                  ${committed.map((each) => each.commitment)}::bytea[]) as given (id, salt, commitment)
     where event.id = given.id`.execute(db);
  return rows.at(-1)?.id;
}
