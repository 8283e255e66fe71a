import type { Config } from '../config.ts';
import type { Logger } from '../log.ts';
import { RefusalGate } from './refusal-gate.ts';
import { TokenVerifier } from './token-verifier.ts';

/** What a process keeps in order to know its callers. */
export interface Identity {
  /** Null where no identity provider is configured: then API keys alone open. */
  tokens: TokenVerifier | null;
  refusals: RefusalGate;
}

/** Nothing connects before the first token. */
export function openIdentity(config: Config, log: Logger): Identity {
  const jwksUrl = config.JWT_JWKS_URL;
  const tokens = jwksUrl === undefined ? null : new TokenVerifier({ config, jwksUrl, log });
  return { tokens, refusals: new RefusalGate() };
}
