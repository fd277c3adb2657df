// Starts the Bluesky network whatever Node runs this file (20 or newer): installs the packages when they are not there yet,
// then hands over to network.mjs under the Node version that those packages need.
//
//   node e2e/bluesky/start.mjs [--install-only] [options of network.mjs]

import { spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { install } from './install.mjs'

const { node } = await install((line) => process.stderr.write(line + '\n'))
if (!process.argv.includes('--install-only')) run(node)

function run(node) {
  const script = fileURLToPath(new URL('./network.mjs', import.meta.url))
  // A pipe of our own, not the inherited one: it closes when this program dies, however it dies, and then the network ends.
  const child = spawn(node, ['--no-deprecation', script, ...process.argv.slice(2)], { stdio: ['pipe', 'inherit', 'inherit'] })
  if (!process.argv.includes('--ignore-stdin')) process.stdin.pipe(child.stdin)
  child.stdin.on('error', () => {}) // The network may be gone already.
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill('SIGTERM'))
  child.on('exit', (code) => process.exit(code ?? 1))
}
