import { noteEvent, systemTenant } from '../audit/note-event.ts';
import type { Services, UserActor } from '../context.ts';
import { AppError } from '../errors.ts';
import { checkApiKey } from './check-api-key.ts';

/** What of a request tells who is calling. */
export interface Caller {
  authorization: string | null;
  ip: string | null;
  traceId: string;
}

/** Why a credential is refused. It goes into the trail and nowhere else. */
export interface Refusal {
  refused: string;
  /** The key that was meant, where there is one: then its tenant's trail tells of it. */
  key?: { id: string; tenantId: string };
}

export type Caught = Omit<UserActor, 'kind' | 'ip'> | Refusal;

/**
 * Who is calling, from the Authorization header alone: an API key, or a token of the identity provider where one is
 * configured. Throws `unauthenticated` for every fault in one wording: what exactly is wrong with a credential is
 * nobody's business but the trail's. Throws `identity-unavailable` while tokens cannot be checked.
 */
export async function authenticate(services: Services, caller: Caller): Promise<UserActor> {
  const token = /^Bearer ([^\s]+)$/i.exec(caller.authorization ?? '')?.[1];
  const found = await identify(services, token);
  if (!('refused' in found)) return { kind: 'user', ...found, ip: caller.ip };
  await noteRefusal(services, caller, found);
  throw new AppError(
    'unauthenticated',
    'Send a valid credential as "Authorization: Bearer …": an API key (ll_…), or a token where an identity provider is connected.',
  );
}

async function identify(services: Services, token: string | undefined): Promise<Caught> {
  if (token === undefined) return { refused: 'none' };
  const { tokens } = services.identity;
  // Three parts with dots between them: no API key has any.
  if (tokens !== null && token.includes('.')) return tokens.verify(token);
  return checkApiKey(services, token);
}

/** In the trail of the key's tenant where the key is known. In nobody's name: the caller has not shown who it is. */
async function noteRefusal(services: Services, { ip, traceId }: Caller, refusal: Refusal): Promise<void> {
  const { key, refused: reason } = refusal;
  const event = { userId: null, ip, traceId, type: 'AUTH_FAILED' as const };
  if (key !== undefined) {
    const metadata = { reason, keyId: key.id };
    await noteEvent(services, { ...event, tenantId: key.tenantId, metadata });
    return;
  }
  // Anybody can be refused as often as he likes: what of it is written is bounded.
  const admission = services.identity.refusals.admit(ip);
  if (admission === null) return;
  const metadata = admission.leftOut === 0 ? { reason } : { reason, leftOut: admission.leftOut };
  await noteEvent(services, { ...event, tenantId: systemTenant, metadata });
}
