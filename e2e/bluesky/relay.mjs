// A relay that speaks the first wire format of Jetstream, fed by the PDS's real firehose, with faults on demand.
//
// Format: docs/README.md, section 5.1, of the Jetstream project. What matters to a consumer and is kept here: text frames of
// JSON; `time_us` in microseconds; an inclusive `cursor`; a cursor older than what is kept is clamped without a word;
// identity and account events come whatever collections are wanted; delivery is at least once.

import http from 'node:http'
import { decode, decodeAll } from '@atproto/lex-cbor'
import { lexToJson } from '@atproto/lex-json'
import { readCar } from '@atproto/repo'
import WebSocket, { WebSocketServer } from 'ws'

/** Cursors from here on are times, smaller ones are sequence numbers. */
const firstTimeCursor = 1e15

export class Relay {
  #log = []
  #subscribers = new Set()
  #sequence = 0
  #newestUs = 0
  #firehoseCursor = 0
  #closed = false
  #counts = { connections: 0, refused: 0, frames_sent: 0, events_lost: 0, undecoded: 0 }
  /** Switches that the control endpoint sets. */
  faults = { refuse: false, duplicate: false, stall: false, lose: false }

  constructor(pds) {
    this.firehose = pds.replace(/^http/, 'ws') + '/xrpc/com.atproto.sync.subscribeRepos'
    this.sockets = new WebSocketServer({ noServer: true })
    this.server = http.createServer((_, response) => response.writeHead(426).end())
    this.server.on('upgrade', (request, socket, head) => this.#upgrade(request, socket, head))
  }

  async start() {
    await new Promise((resolve) => this.server.listen(0, '127.0.0.1', resolve))
    this.#follow()
    this.url = `ws://127.0.0.1:${this.server.address().port}/subscribe`
  }

  stop() {
    this.#closed = true
    this.upstream?.terminate()
    this.drop()
    this.server.close()
  }

  state() {
    const [oldest, newest] = [this.#log[0]?.time_us ?? null, this.#log.at(-1)?.time_us ?? null]
    return { subscribers: this.#subscribers.size, kept: this.#log.length, oldest_us: oldest, newest_us: newest, ...this.#counts, faults: this.faults }
  }

  /** Everything kept, as frames: how the fixtures are recorded. */
  frames() {
    return this.#log.map((entry) => entry.frame)
  }

  /** Cuts every connection; with `inside` in the middle of a frame. */
  drop({ inside = false } = {}) {
    for (const { socket } of this.#subscribers) {
      // The head of a text frame that announces 100 bytes, and then only seven of them.
      if (inside) socket._socket?.write(Buffer.concat([Buffer.from([0x81, 100]), Buffer.from('{"did":')]))
      socket.terminate()
    }
  }

  /** Sends something to everybody that is in no log: a broken frame. Text, or bytes as a binary frame. */
  sendRaw(content) {
    for (const { socket } of this.#subscribers) socket.send(content)
  }

  /** Forgets all but the newest `keep` events: older cursors are clamped from now on. */
  clamp({ keep = 0 } = {}) {
    this.#log.splice(0, this.#log.length - keep)
  }

  /** Sets switches; what was held back while stalled goes out when it ends. */
  set(faults) {
    for (const name of Object.keys(faults)) if (!(name in this.faults)) throw new Error(`no such fault: ${name}`)
    Object.assign(this.faults, faults)
    if (!this.faults.stall) for (const subscriber of this.#subscribers) subscriber.flush()
  }

  /** Appends an event and gives it to whoever wants it. Also for records that a PDS would not take. */
  emit(did, kind, body) {
    if (this.faults.lose) return void this.#counts.events_lost++
    const time_us = this.#now()
    const frame = JSON.stringify({ did, time_us, kind, [kind]: body })
    const entry = { sequence: ++this.#sequence, time_us, did, collection: kind === 'commit' ? body.collection : null, frame }
    this.#log.push(entry)
    for (const subscriber of this.#subscribers) subscriber.give(entry)
    return time_us
  }

  #now() {
    this.#newestUs = Math.max(Math.floor((performance.timeOrigin + performance.now()) * 1000), this.#newestUs + 1)
    return this.#newestUs
  }

  #follow() {
    if (this.#closed) return
    this.upstream = new WebSocket(`${this.firehose}?cursor=${this.#firehoseCursor}`)
    let order = Promise.resolve()
    this.upstream.on('message', (bytes) => {
      order = order.then(() => this.#take(bytes)).catch((error) => {
        this.#counts.undecoded++
        console.error('firehose frame not understood:', error.message)
      })
    })
    this.upstream.on('error', () => {}) // `close` follows.
    this.upstream.on('close', () => setTimeout(() => this.#follow(), 100).unref())
  }

  async #take(bytes) {
    const [head, body] = [...decodeAll(new Uint8Array(bytes))]
    if (body.seq) this.#firehoseCursor = body.seq
    if (head.t === '#identity' || head.t === '#account') return void this.emit(body.did, head.t.slice(1), lexToJson(body))
    if (head.t !== '#commit') return
    const { blocks } = await readCar(body.blocks)
    for (const change of body.ops) {
      const [collection, rkey] = change.path.split('/')
      const commit = { rev: body.rev, operation: change.action, collection, rkey }
      if (change.cid) Object.assign(commit, { record: lexToJson(decode(blocks.get(change.cid))), cid: change.cid.toString() })
      this.emit(body.repo, 'commit', commit)
    }
  }

  #upgrade(request, socket, head) {
    const url = new URL(request.url, 'http://relay')
    if (this.faults.refuse) {
      this.#counts.refused++
      return refuse(socket, 503, 'Service Unavailable')
    }
    if (url.pathname !== '/subscribe') return refuse(socket, 404, 'Not Found')
    const wish = readWish(url.searchParams)
    if (!wish) return refuse(socket, 400, 'Bad Request')
    this.sockets.handleUpgrade(request, socket, head, (open) => this.#subscribe(open, wish))
  }

  #subscribe(socket, wish) {
    this.#counts.connections++
    const held = []
    const send = (entry) => {
      for (let times = this.faults.duplicate ? 2 : 1; times > 0; times--) {
        socket.send(entry.frame)
        this.#counts.frames_sent++
      }
    }
    const subscriber = {
      socket,
      give: (entry) => wants(wish, entry) && (this.faults.stall ? held.push(entry) : send(entry)),
      flush: () => held.splice(0).forEach(send),
    }
    if (wish.cursor !== null) this.#log.filter((entry) => reached(entry, wish.cursor)).forEach(subscriber.give)
    this.#subscribers.add(subscriber)
    socket.on('close', () => this.#subscribers.delete(subscriber))
    socket.on('error', () => {}) // `close` follows.
  }
}

function readWish(query) {
  const collections = query.getAll('wantedCollections')
  const dids = query.getAll('wantedDids')
  const cursor = query.has('cursor') ? Number(query.get('cursor')) : null
  const valid = collections.every((name) => /^[a-zA-Z][a-zA-Z0-9-]*(\.[a-zA-Z0-9-]+)*(\.\*)?$/.test(name)) && !Number.isNaN(cursor)
  return valid && collections.length <= 100 ? { collections, dids, cursor } : null
}

function wants({ collections, dids }, { did, collection }) {
  if (dids.length > 0 && !dids.includes(did)) return false
  if (collection === null || collections.length === 0) return true
  return collections.some((name) => (name.endsWith('.*') ? collection.startsWith(name.slice(0, -1)) : collection === name))
}

function reached(entry, cursor) {
  return cursor >= firstTimeCursor ? entry.time_us >= cursor : entry.sequence >= cursor
}

function refuse(socket, status, reason) {
  socket.end(`HTTP/1.1 ${status} ${reason}\r\nconnection: close\r\ncontent-length: 0\r\n\r\n`)
}
