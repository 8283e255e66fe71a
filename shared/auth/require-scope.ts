import { noteEvent } from '../audit/note-event.ts';
import type { Scope, Services, UserActor } from '../context.ts';
import { AppError } from '../errors.ts';

/** Throws `scope-missing` unless the credential carries the scope; the trail tells of that too. */
export async function requireScope(
  services: Services,
  { actor, traceId }: { actor: UserActor; traceId: string },
  scope: Scope,
): Promise<void> {
  if (actor.scopes.includes(scope)) return;
  const { tenantId, userId, ip } = actor;
  await noteEvent(services, { tenantId, userId, ip, traceId, type: 'ACCESS_REFUSED', metadata: { scope } });
  throw new AppError('scope-missing', `This credential lacks the scope ${scope}.`);
}
