// A door to the PDS that loses requests and answers on demand: what a bad connection does to a reply that is being sent.

import http from 'node:http'
import { setTimeout as pause } from 'node:timers/promises'

/** What can go wrong, and what the caller of it sees. */
const kinds = {
  /** Never arrives at the PDS; the connection breaks. */
  lose_request: async (_, response) => response.destroy(),
  /** The PDS did it; the connection breaks before the answer. */
  lose_answer: async (forward, response) => {
    await forward()
    response.destroy()
  },
  /** Arrives late: the caller may have given up before the PDS does it. */
  hold_request: async (forward, response, { delay_ms }) => {
    await pause(delay_ms)
    give(response, await forward())
  },
  /** Done at once, answered late. */
  hold_answer: async (forward, response, { delay_ms }) => {
    const answer = await forward()
    await pause(delay_ms)
    give(response, answer)
  },
  /** Answered here: a 429 with its headers, a 500, a page of HTML. */
  answer: async (_, response, { status = 500, headers = {}, body = '' }) => give(response, { status, headers, body }),
}

export class FaultyPds {
  #faults = []
  #counts = { requests: 0 }

  constructor(pds) {
    this.pds = new URL(pds)
    this.server = http.createServer((request, response) => this.#serve(request, response).catch(() => response.destroy()))
  }

  async start() {
    await new Promise((resolve) => this.server.listen(0, '127.0.0.1', resolve))
    this.url = `http://127.0.0.1:${this.server.address().port}`
  }

  stop() {
    this.server.close()
    this.server.closeAllConnections()
  }

  state() {
    return { ...this.#counts, faults: this.#faults.map(({ random: _, ...fault }) => fault) }
  }

  /**
   * Adds `{kind, path?, times?, chance?, seed?, delay_ms?, status?, headers?, body?}`: for requests whose path contains `path`;
   * `times` of them (default 1, or without end with a `chance` between 0 and 1, drawn from `seed`).
   */
  add(fault) {
    if (!(fault.kind in kinds)) throw new Error(`no such fault: ${fault.kind}`)
    const times = fault.times ?? (fault.chance === undefined ? 1 : null)
    this.#faults.push({ chance: 1, path: '', delay_ms: 1000, ...fault, times, random: sequence(fault.seed ?? 1) })
  }

  clear() {
    this.#faults = []
  }

  #draw(path) {
    const fault = this.#faults.find((each) => path.includes(each.path) && each.random() < each.chance)
    if (fault && fault.times !== null && --fault.times === 0) this.#faults.splice(this.#faults.indexOf(fault), 1)
    return fault
  }

  async #serve(request, response) {
    const body = await all(request)
    const forward = () => this.#forward(request, body)
    const fault = this.#draw(request.url)
    const name = fault?.kind ?? 'untouched'
    this.#counts.requests++
    this.#counts[name] = (this.#counts[name] ?? 0) + 1
    if (fault) await kinds[fault.kind](forward, response, fault)
    else give(response, await forward())
  }

  #forward(request, body) {
    const headers = { ...request.headers, host: this.pds.host }
    const target = { host: '127.0.0.1', port: this.pds.port, method: request.method, path: request.url, headers }
    return new Promise((resolve, reject) => {
      const onward = http.request(target, async (answer) => resolve({ status: answer.statusCode, headers: answer.headers, body: await all(answer) }))
      onward.on('error', reject)
      onward.end(body)
    })
  }
}

function give(response, { status, headers, body }) {
  const { 'transfer-encoding': _, connection: __, ...rest } = headers
  response.writeHead(status, { ...rest, 'content-length': Buffer.byteLength(body) })
  response.end(body)
}

async function all(stream) {
  const chunks = []
  for await (const chunk of stream) chunks.push(chunk)
  return Buffer.concat(chunks)
}

/** The same numbers for the same seed (mulberry32). */
function sequence(seed) {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296
  }
}
