#!/usr/bin/env node
import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { bundledNode, isNodeNewEnough, nodeHint } from './require-node.mjs';

const main = new URL('./main.ts', import.meta.url);

if (isNodeNewEnough()) {
  const { runMain } = await import(main.href);
  await runMain(process.argv.slice(2));
} else {
  runOnBundledNode(bundledNode());
}

/** Runs the same command on the Node that the project brings, and ends as it ends. */
function runOnBundledNode(node) {
  if (node === undefined) {
    process.stderr.write(`${nodeHint}\n`);
    process.exit(1);
  }
  const child = spawn(node, [fileURLToPath(import.meta.url), ...process.argv.slice(2)], { stdio: 'inherit' });
  for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => child.kill(signal));
  child.on('exit', (code, signal) => process.exit(code ?? (signal === null ? 1 : 130)));
}
