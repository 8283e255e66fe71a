import type { Config } from '../config.ts';

/** The secrets among the settings, those within addresses too: what a log must never hold. */
export function secretsOf(config: Partial<Config>): string[] {
  const found = Object.entries(config).flatMap(([name, value]) => {
    if (typeof value !== 'string') return [];
    if (secretName.test(name)) return [value];
    return name.endsWith('_URL') ? passwordsIn(value) : [];
  });
  return [...new Set(found)].filter((secret) => secret.length >= LEAST_LENGTH);
}

const secretName = /SECRET|TOKEN|PASSWORD|PEPPER|SALT|SIGNING_KEY|ENCRYPTION_KEY/;

/** What is shorter stands in every other word. */
const LEAST_LENGTH = 6;

function passwordsIn(address: string): string[] {
  const password = URL.parse(address)?.password ?? '';
  return [password, decoded(password)];
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
