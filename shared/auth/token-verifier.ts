import { createRemoteJWKSet, customFetch, errors, type JWTPayload, jwtVerify } from 'jose';
import type { Config } from '../config.ts';
import type { Scope } from '../context.ts';
import { AppError } from '../errors.ts';
import type { Logger } from '../log.ts';
import { isTenantName } from './is-tenant-name.ts';
import { scopesOf } from './scopes-of.ts';

/** Who a token says its bearer is. */
export interface TokenIdentity {
  tenantId: string;
  userId: string;
  scopes: Scope[];
}

export interface TokenRefusal {
  /** For the trail: a code, nothing of the token. */
  refused: string;
}

export interface TokenVerifierOptions {
  config: Config;
  jwksUrl: string;
  log: Logger;
}

/** A token is kept out of every parser when it is longer: real ones have one or two thousand characters. */
const mostCharacters = 8192;
const timeoutMs = 3000;
/** A key set is asked for again after this, or when a key is not in it, but not more often than the second. */
const keysFreshMs = 600_000;
const askAgainMs = 30_000;
/** After a failure nobody asks again for so long. */
const pauseMs = 1000;

/**
 * Verifies tokens of the identity provider (JWT, RFC 7519) against the key set at JWT_JWKS_URL (RFC 7517). Signature by a
 * listed algorithm; issuer, audience and expiry are required; tenant and user come out of the token alone.
 */
export class TokenVerifier {
  readonly #options: TokenVerifierOptions;
  readonly #keys: ReturnType<typeof createRemoteJWKSet>;
  #failedAt = -Infinity;

  constructor(options: TokenVerifierOptions) {
    this.#options = options;
    this.#keys = createRemoteJWKSet(new URL(options.jwksUrl), {
      timeoutDuration: timeoutMs,
      cacheMaxAge: keysFreshMs,
      cooldownDuration: askAgainMs,
      [customFetch]: async (url, init) => this.#fetchKeys(url, init),
    });
  }

  /** Throws `identity-unavailable` where the keys cannot be had; every fault of the token itself is a refusal. */
  async verify(token: string): Promise<TokenIdentity | TokenRefusal> {
    if (token.length > mostCharacters) return { refused: 'too-long' };
    const { config } = this.#options;
    try {
      const { payload } = await jwtVerify(token, this.#keys, {
        algorithms: config.JWT_ALGORITHMS,
        // Both are set where JWT_JWKS_URL is: the configuration sees to it.
        issuer: config.JWT_ISSUER ?? '',
        audience: config.JWT_AUDIENCE ?? '',
        requiredClaims: ['iss', 'aud', 'exp'],
        clockTolerance: config.JWT_CLOCK_TOLERANCE_SECONDS,
      });
      return identityOf(payload, config);
    } catch (error) {
      return this.#refusalOf(error);
    }
  }

  async #fetchKeys(url: string, init: RequestInit): Promise<Response> {
    if (Date.now() - this.#failedAt < pauseMs)
      throw new KeysUnavailableError('They were not there just now.');
    return fetch(url, init).catch((cause: unknown) => {
      throw new KeysUnavailableError('They cannot be fetched.', { cause });
    });
  }

  #refusalOf(error: unknown): TokenRefusal {
    const { log } = this.#options;
    if (
      error instanceof KeysUnavailableError ||
      (error instanceof errors.JOSEError && ofKeys.has(error.code))
    ) {
      if (Date.now() - this.#failedAt >= pauseMs) this.#failedAt = Date.now();
      throw new AppError(
        'identity-unavailable',
        'The identity provider does not answer, so that tokens cannot be checked. Try again; API keys work meanwhile.',
        { cause: error },
      );
    }
    if (error instanceof errors.JOSEError) return { refused: error.code };
    // A key that is listed and cannot be used, such as one that is too short: somebody has to hear of that.
    log.warn({ err: error }, 'a token could not be checked with the key it names');
    return { refused: 'key' };
  }
}

/** jose's codes for a key set that did not come, came late, or is none. */
const ofKeys = new Set(['ERR_JWKS_TIMEOUT', 'ERR_JWKS_INVALID', 'ERR_JOSE_GENERIC']);

class KeysUnavailableError extends Error {}

function identityOf(payload: JWTPayload, config: Config): TokenIdentity | TokenRefusal {
  const tenantId = payload[config.JWT_TENANT_CLAIM];
  const userId = payload[config.JWT_USER_CLAIM];
  if (typeof tenantId !== 'string' || !isTenantName(tenantId)) return { refused: 'tenant' };
  if (typeof userId !== 'string' || !/^\P{Cc}{1,200}$/u.test(userId)) return { refused: 'user' };
  return { tenantId, userId, scopes: scopesOf(payload[config.JWT_SCOPES_CLAIM]) };
}
