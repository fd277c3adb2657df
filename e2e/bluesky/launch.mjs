// Starts the network from a test or a script and gives it a handle.

import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { Person } from './customer.mjs'

/** Resolves when the network answers; `options` as in network.mjs. */
export async function startNetwork(options = []) {
  const script = fileURLToPath(new URL('./start.mjs', import.meta.url))
  const child = spawn(process.execPath, [script, ...options], { stdio: ['pipe', 'pipe', 'inherit'] })
  return new Network(child, await ready(child))
}

async function ready(child) {
  for await (const line of createInterface({ input: child.stdout })) {
    if (line.startsWith('READY ')) return JSON.parse(line.slice('READY '.length))
  }
  throw new Error('The Bluesky network ended before it was ready; its own words are above.')
}

export class Network {
  constructor(child, addresses) {
    this.child = child
    Object.assign(this, addresses)
  }

  /** Signs in as one of the accounts made at the start. */
  as(name) {
    return Person.signIn(this.pds, this.accounts[name])
  }

  /** Asks the control endpoint, or with a `wish` tells it; see control.mjs. */
  async controlled(path, wish) {
    const answer = await fetch(this.control + path, wish && { method: 'POST', body: JSON.stringify(wish) })
    const body = await answer.json()
    if (!answer.ok) throw new Error(`${path}: ${body.error}`)
    return body
  }

  /** Asks the AppView without an account, as anybody may. */
  async public(method, query) {
    return new Person(this.appview).call(method, { query })
  }

  /** Subscribes to the stream with a query, and collects frames until `enough` says so. */
  async listen(query, enough) {
    const { default: WebSocket } = await import('ws')
    const socket = new WebSocket(`${this.jetstream}?${query}`)
    const frames = []
    await new Promise((resolve, reject) => {
      socket.on('error', reject)
      socket.on('close', () => reject(new Error('The stream was closed.')))
      socket.on('message', (text) => {
        frames.push(JSON.parse(text))
        if (enough(frames)) resolve()
      })
    })
    socket.terminate()
    return frames
  }

  async stop() {
    const gone = once(this.child, 'exit')
    this.child.stdin.end()
    await gone
  }
}
