// Plain JavaScript that any Node understands: it has to speak where TypeScript cannot run yet.
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const needed = [22, 18];

/** Whether this process's Node runs TypeScript files as they are. */
export function isNodeNewEnough(version = process.versions.node) {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  return major > needed[0] || (major === needed[0] && minor >= needed[1]);
}

/** The Node that `npm ci` installed beside the project, or undefined. */
export function bundledNode() {
  const path = fileURLToPath(new URL('../node_modules/node/bin/node', import.meta.url));
  return existsSync(path) ? path : undefined;
}

export const nodeHint =
  `LedgerLift needs Node ${needed.join('.')} or newer; this is ${process.versions.node}.\n` +
  'Run `npm ci` without --ignore-scripts: it brings a newer Node for this project, or install Node 24.';

if (process.argv[1] === fileURLToPath(import.meta.url) && !isNodeNewEnough()) {
  process.stderr.write(`${nodeHint}\n`);
  process.exit(1);
}
