import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type CryptoKey, exportJWK, generateKeyPair, type JWK, SignJWT } from 'jose';

export interface IdentityProvider {
  /** What the system has to be told of it. */
  settings: Record<string, string>;
  /** A valid token, with changes: a claim of undefined is left out. */
  token(claims?: Claims, signing?: Signing): Promise<string>;
  publicKey: JWK;
  /** How often the key set was asked for. */
  asked(): number;
  /** What it answers from now on; null: the key set. */
  answer(status: number | null): void;
  /** Publishes another key, signs with it and answers its id. */
  rotate(): Promise<string>;
  close(): Promise<void>;
}

export type Claims = Record<string, string | number | string[] | undefined>;

export interface Signing {
  alg?: string;
  kid?: string;
  key?: CryptoKey | Uint8Array;
}

const issuer = 'https://identity.example/';
const audience = 'ledgerlift';

/** An identity provider with a real key set behind a real address. */
export async function startIdentityProvider(alg = 'RS256'): Promise<IdentityProvider> {
  const published: JWK[] = [];
  let [asked, status] = [0, null as number | null];
  const server = createServer((_, response) => {
    asked += 1;
    if (status === null) response.end(JSON.stringify({ keys: published }));
    else response.writeHead(status).end('no');
  });
  const url = await listen(server);
  let current = await newKey('first', alg);
  published.push(current.jwk);
  return {
    settings: { JWT_JWKS_URL: `${url}/jwks.json`, JWT_ISSUER: issuer, JWT_AUDIENCE: audience },
    publicKey: current.jwk,
    token: async (claims = {}, signing = {}) =>
      sign({ ...standard(), ...claims }, { ...current, alg, ...signing }),
    asked: () => asked,
    answer: (to) => (status = to),
    rotate: async () => {
      current = await newKey(`key-${published.length}`, alg);
      published.push(current.jwk);
      return current.kid;
    },
    close: async () => {
      server.closeAllConnections();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
}

async function listen(server: Server): Promise<string> {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

async function newKey(kid: string, alg: string) {
  const { publicKey, privateKey } = await generateKeyPair(alg, { extractable: true });
  return { kid, key: privateKey, jwk: { ...(await exportJWK(publicKey)), kid, alg, use: 'sig' } };
}

const seconds = (): number => Math.floor(Date.now() / 1000);

function standard(): Claims {
  const scope = 'openid jobs:read jobs:write audit:read erase';
  const who = { tenant_id: 'tenant-a', sub: 'user-of-tenant-a', scope };
  return { iss: issuer, aud: audience, exp: seconds() + 300, iat: seconds(), ...who };
}

async function sign(claims: Claims, { alg, kid, key }: Required<Signing>): Promise<string> {
  const payload = Object.fromEntries(Object.entries(claims).filter(([, value]) => value !== undefined));
  return new SignJWT(payload).setProtectedHeader({ alg, kid }).sign(key);
}
