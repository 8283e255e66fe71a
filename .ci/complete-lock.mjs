/**
 * Completes package-lock.json after an install from a registry that lacks packages of other platforms: npm leaves those
 * out of the lock, and `npm ci` refuses it then. Each is named by an exact version in an optionalDependencies, so that
 * its entry can be written; `npm ci` skips it wherever its platform is another.
 *
 *   node .ci/complete-lock.mjs      after every `npm install`
 */
import { readFileSync, writeFileSync } from 'node:fs';

const lock = JSON.parse(readFileSync('package-lock.json', 'utf8'));
const added = [];
for (const [place, entry] of Object.entries(lock.packages)) {
  for (const [name, version] of Object.entries(entry.optionalDependencies ?? {})) {
    if (isLocked(place, name) || !/^\d+\.\d+\.\d+/.test(version.replace(/^[\^~]/, ''))) continue;
    const target = freePlace(place, name);
    lock.packages[target] = { version: version.replace(/^[\^~]/, ''), ...platformOf(name), optional: true };
    if (entry.dev) lock.packages[target].dev = true;
    added.push(target);
  }
}
const sorted = Object.keys(lock.packages).sort((a, b) => (a < b ? -1 : 1));
lock.packages = Object.fromEntries(sorted.map((place) => [place, lock.packages[place]]));
writeFileSync('package-lock.json', `${JSON.stringify(lock, null, 2)}\n`);
console.log(`${added.length} packages of other platforms added to package-lock.json`);

/** Whether Node's search from a place finds the wanted version. */
function isLocked(place, name) {
  const wanted = lock.packages[place].optionalDependencies[name].replace(/^[\^~]/, '');
  for (let from = place; ; from = from.slice(0, Math.max(0, from.lastIndexOf('/node_modules/')))) {
    const found = lock.packages[from === '' ? `node_modules/${name}` : `${from}/node_modules/${name}`];
    if (found !== undefined)
      return found.version === wanted || /^[\^~]/.test(lock.packages[place].optionalDependencies[name]);
    if (from === '') return false;
    if (!from.includes('/node_modules/')) from = '';
    if (from === '' && lock.packages[`node_modules/${name}`] === undefined) return false;
  }
}

/** Beside the others where that is free, else below the package that wants it. */
function freePlace(place, name) {
  const top = `node_modules/${name}`;
  return lock.packages[top] === undefined ? top : `${place}/node_modules/${name}`;
}

function platformOf(name) {
  const os = /(android|darwin|freebsd|linux|openbsd|netbsd|sunos|aix|win32|windows|openharmony)/.exec(
    name,
  )?.[1];
  const cpu = /(arm64|arm|x64|ia32|ppc64|riscv64|s390x|loong64|mips64el|wasm32)/.exec(name)?.[1];
  const libc = /musl/.test(name) ? 'musl' : /gnu/.test(name) ? 'glibc' : undefined;
  return {
    ...(cpu === undefined ? {} : { cpu: [cpu] }),
    ...(os === undefined ? {} : { os: [os === 'windows' ? 'win32' : os] }),
    ...(libc === undefined || os !== 'linux' ? {} : { libc: [libc] }),
  };
}
