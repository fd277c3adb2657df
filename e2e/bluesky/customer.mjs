// A person on the network, for tests: signs in at the PDS and does what customers do. Needs nothing but `fetch`.

const post = 'app.bsky.feed.post'

export class Person {
  /** Signs in; `service` is the PDS. */
  static async signIn(service, { handle, password }) {
    const person = new Person(service)
    const session = await person.call('com.atproto.server.createSession', { body: { identifier: handle, password } })
    return person.#with(session)
  }

  static async signUp(service, { handle, password, email }) {
    const person = new Person(service)
    const session = await person.call('com.atproto.server.createAccount', { body: { handle, password, email } })
    return person.#with(session)
  }

  constructor(service) {
    this.service = service
  }

  #with({ did, handle, accessJwt }) {
    return Object.assign(this, { did, handle, token: accessJwt })
  }

  /** One XRPC call: `query` makes it a GET, `body` a POST. Throws with the network's own words. */
  async call(method, { query, body } = {}) {
    const url = new URL(`/xrpc/${method}`, this.service)
    for (const [name, value] of Object.entries(query ?? {})) for (const each of [value].flat()) url.searchParams.append(name, each)
    const headers = { ...(this.token && { authorization: `Bearer ${this.token}` }), ...(body && { 'content-type': 'application/json' }) }
    const answer = await fetch(url, { method: body ? 'POST' : 'GET', headers, body: body && JSON.stringify(body) })
    const text = await answer.text()
    if (!answer.ok) throw Object.assign(new Error(`${method}: ${answer.status} ${text.slice(0, 300)}`), { status: answer.status })
    return text ? JSON.parse(text) : {}
  }

  /** Says something; returns `{uri, cid}` when the PDS has accepted it. `tags` maps handles in the text to DIDs. */
  async post(text, { langs = ['ko'], replyTo, quote, tags = {} } = {}) {
    const record = { $type: post, text, langs, createdAt: new Date().toISOString() }
    const facets = facetsOf(text, tags)
    if (facets.length > 0) record.facets = facets
    if (replyTo) record.reply = { root: replyTo.root ?? strong(replyTo), parent: strong(replyTo) }
    if (quote) record.embed = { $type: 'app.bsky.embed.record', record: strong(quote) }
    const made = await this.create(post, record)
    return { ...made, root: record.reply?.root }
  }

  async create(collection, record) {
    const { uri, cid } = await this.call('com.atproto.repo.createRecord', { body: { repo: this.did, collection, record } })
    return { uri, cid }
  }

  /** Changes the words of a post that stands. */
  async edit(uri, text) {
    const { repo, collection, rkey } = partsOf(uri)
    const { value } = await this.call('com.atproto.repo.getRecord', { query: { repo, collection, rkey } })
    const { facets: _, ...record } = { ...value, text }
    const { cid } = await this.call('com.atproto.repo.putRecord', { body: { repo, collection, rkey, record } })
    return { uri, cid }
  }

  async remove(uri) {
    await this.call('com.atproto.repo.deleteRecord', { body: partsOf(uri) })
  }

  async like(target) {
    return this.create('app.bsky.feed.like', { subject: strong(target), createdAt: new Date().toISOString() })
  }

  async introduce(displayName, description = '') {
    const body = { repo: this.did, collection: 'app.bsky.actor.profile', rkey: 'self', record: { displayName, description } }
    await this.call('com.atproto.repo.putRecord', { body })
  }

  async record(uri) {
    const { repo, collection, rkey } = partsOf(uri)
    return this.call('com.atproto.repo.getRecord', { query: { repo, collection, rkey } })
  }

  /** All of one's own posts, newest first. */
  async posts() {
    const found = []
    let cursor
    do {
      const page = await this.call('com.atproto.repo.listRecords', { query: { repo: this.did, collection: post, limit: 100, ...(cursor && { cursor }) } })
      found.push(...page.records)
      cursor = page.cursor
    } while (cursor)
    return found
  }

  async thread(uri) {
    return (await this.call('app.bsky.feed.getPostThread', { query: { uri } })).thread
  }

  async notifications() {
    return (await this.call('app.bsky.notification.listNotifications', { query: { limit: 50 } })).notifications
  }
}

function strong({ uri, cid }) {
  return { uri, cid }
}

function partsOf(uri) {
  const [repo, collection, rkey] = uri.slice('at://'.length).split('/')
  return { repo, collection, rkey }
}

/** Facets count bytes, not characters. */
function facetsOf(text, tags) {
  const bytes = (end) => Buffer.byteLength(text.slice(0, end))
  return Object.entries(tags).flatMap(([handle, did]) => {
    const start = text.indexOf('@' + handle)
    if (start < 0) return []
    const index = { byteStart: bytes(start), byteEnd: bytes(start + handle.length + 1) }
    return [{ index, features: [{ $type: 'app.bsky.richtext.facet#mention', did }] }]
  })
}
