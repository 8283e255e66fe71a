import { sourceOf } from '#shared/auth/source-of.ts';
import { parseApiKey } from '#shared/auth/api-key.ts';
import type { Services, UserActor } from '#shared/context.ts';
import { type LimitedRow, policyOf } from '#shared/limits/policy.ts';
import { type Allowance, rateLimited, spendAllowance } from '#shared/limits/spend-allowance.ts';

/** A caller as far as it is counted. */
export interface LimitedCall {
  row: LimitedRow;
  authorization: string | null;
  /** As the platform reports it: what a caller says of itself (X-Forwarded-For) is nobody's address. */
  ip: string | null;
}

/** The limits that one request has met, for the headers of its answer, whatever that will be. */
export class CallLimits {
  readonly #met: Allowance[] = [];

  /** Before anything is looked up: refused credentials are counted with the others. Throws `rate-limited`. */
  async spendOfAddress(services: Services, { row, ip }: LimitedCall): Promise<void> {
    const policy = policyOf(services.config, 'address', row);
    this.#meet(await spendAllowance(services, policy, sourceOf(ip)));
  }

  /** Once it is known whose the credential is: nobody uses up another's quota by naming its key. Throws `rate-limited`. */
  async spendOfCredential(services: Services, call: LimitedCall, actor: UserActor): Promise<void> {
    const policy = policyOf(services.config, 'credential', call.row);
    this.#meet(await spendAllowance(services, policy, credentialOf(call.authorization, actor)));
  }

  /**
   * RateLimit-Policy and RateLimit, two lists of Structured Fields (RFC 9651), as of draft-ietf-httpapi-ratelimit-headers-10:
   * each quota `q` in its window `w`, and of each what remains, `r`, and the seconds until it is whole again, `t`.
   */
  tell(headers: Headers): void {
    if (this.#met.length === 0) return;
    const list = (item: (met: Allowance) => string): string => this.#met.map((met) => item(met)).join(', ');
    headers.set(
      'ratelimit-policy',
      list(({ policy: { name, quota, windowSeconds } }) => `"${name}";q=${quota};w=${windowSeconds}`),
    );
    headers.set(
      'ratelimit',
      list(({ policy, remaining, resetSeconds }) => `"${policy.name}";r=${remaining};t=${resetSeconds}`),
    );
  }

  #meet(allowance: Allowance | null): void {
    if (allowance === null) return;
    this.#met.push(allowance);
    if (allowance.exceeded) throw rateLimited(allowance);
  }
}

/** A key by its id; of the identity provider's tokens there is a new one every few minutes, so that their user counts. */
function credentialOf(authorization: string | null, { tenantId, userId }: UserActor): string {
  const key = parseApiKey(authorization?.replace(/^Bearer /i, '') ?? '');
  return key === null ? `user\0${tenantId}\0${userId}` : `key\0${key.id}`;
}
