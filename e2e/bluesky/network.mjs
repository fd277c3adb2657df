// A real Bluesky network on this computer: PLC, PDS, AppView (with a throwaway PostgreSQL and Redis), and a relay in the
// format of Jetstream over the PDS's firehose. Loopback only. Started through start.mjs.
//
//   --no-appview        PLC, PDS and relay only: up in about a second, no databases
//   --accounts a,b,c    accounts to make (default: brand,customer,colleague,stranger); the first is the brand
//   --rate-limits       the PDS enforces its real rate limits
//   --ignore-stdin      keep running when standard input ends (to try things by hand)
//
// When everything answers it prints one line on standard output: READY and a JSON object with the addresses and accounts.
// It ends, and ends what it started, at SIGTERM, SIGINT or the end of its standard input.

import './loopback.mjs'
import { chmodSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { parseArgs } from 'node:util'
import { startControl } from './control.mjs'
import { Person } from './customer.mjs'
import { startDatabases } from './databases.mjs'
import { FaultyPds } from './faulty-pds.mjs'
import { freePort } from './ports.mjs'
import { Relay } from './relay.mjs'

const { values: options } = parseArgs({
  options: {
    'no-appview': { type: 'boolean', default: false },
    accounts: { type: 'string', default: 'brand,customer,colleague,stranger' },
    'rate-limits': { type: 'boolean', default: false },
    'ignore-stdin': { type: 'boolean', default: false },
  },
})

console.log = console.error // Standard output is for the one line.
const folder = mkdtempSync(join(tmpdir(), 'answerable-bluesky-'))
chmodSync(folder, 0o711) // PostgreSQL runs as somebody else and has a folder inside.
process.env.TMPDIR = folder // Where the PDS writes.
const started = []
/** For each part; some wait for an open connection, and everything here is thrown away. */
const endMsMax = 2_000
let ending = false

process.on('SIGTERM', end)
process.on('SIGINT', end)
if (!options['ignore-stdin']) process.stdin.on('end', end).on('error', end).resume()

try {
  await run()
} catch (error) {
  if (!ending) console.error(error)
  process.exitCode = 1
  await end()
}

async function run() {
  const began = Date.now()
  const { plc, pds, bsky } = options['no-appview'] ? await startSmall() : await startWhole()
  const relay = track(new Relay(pds.url))
  await relay.start()
  const door = track(new FaultyPds(pds.url))
  await door.start()
  const control = track(await startControl(relay, door))
  const accounts = await makeAccounts(pds.url, options.accounts.split(','))
  if (bsky) await known(bsky.url, Object.values(accounts))
  const ready = {
    plc: plc.url, pds: pds.url, faulty_pds: door.url, appview: bsky?.url ?? null, appview_did: bsky?.serverDid ?? null,
    jetstream: relay.url, control: control.url, accounts, started_in_ms: Date.now() - began, pid: process.pid,
  }
  process.stdout.write(`READY ${JSON.stringify(ready)}\n`)
}

async function startSmall() {
  const { TestNetworkNoAppView } = await import('@atproto/dev-env')
  const network = await TestNetworkNoAppView.create({ pds: pdsSettings() })
  started.push(() => network.close())
  return { plc: network.plc, pds: network.pds }
}

/** The packages' own whole network also runs a moderation service and three more accounts; nothing here needs them. */
async function startWhole() {
  const [databases, kit] = await Promise.all([startDatabases(), import('@atproto/dev-env')])
  started.push(() => databases.stop())
  const { TestBsky, TestBsync, TestPds, TestPlc, mockNetworkUtilities } = kit
  const dbPostgresUrl = databases.postgresUrl
  const plc = closing(await TestPlc.create({}))
  const bsync = closing(await TestBsync.create({ apiKeys: ['local'], dbUrl: dbPostgresUrl, dbSchema: 'bsync' }))
  const pdsPort = await freePort()
  const bsky = closing(await TestBsky.create({
    plcUrl: plc.url, pdsPort, repoProvider: `ws://localhost:${pdsPort}`, bsyncUrl: bsync.url, bsyncApiKey: 'local',
    dbPostgresUrl, dbPostgresSchema: 'appview', redisHost: databases.redisHost,
  }))
  bsync.ctx.dataplaneClients = [bsky.ctx.dataplane]
  const pds = closing(await TestPds.create({
    ...pdsSettings(), port: pdsPort, didPlcUrl: plc.url, bskyAppViewUrl: bsky.url, bskyAppViewDid: bsky.ctx.cfg.serverDid,
  }))
  mockNetworkUtilities(pds, bsky)
  return { plc, pds, bsky }
}

function pdsSettings() {
  return { hostname: 'localhost', enableDidDocWithSession: true, rateLimitsEnabled: options['rate-limits'] }
}

async function makeAccounts(service, names) {
  const accounts = {}
  for (const name of names) {
    const person = await Person.signUp(service, { handle: `${name}.test`, password: `${name}-pass`, email: `${name}@example.test` })
    const { password } = await person.call('com.atproto.server.createAppPassword', { body: { name: 'answerable' } })
    await person.introduce(name[0].toUpperCase() + name.slice(1))
    accounts[name] = { did: person.did, handle: person.handle, password: `${name}-pass`, app_password: password }
  }
  return accounts
}

/** Waits until the AppView has seen the accounts. */
async function known(appview, accounts) {
  const query = accounts.map(({ did }) => `actors=${encodeURIComponent(did)}`).join('&')
  const until = Date.now() + 60_000
  for (;;) {
    const answer = await fetch(`${appview}/xrpc/app.bsky.actor.getProfiles?${query}`)
    const { profiles = [] } = await answer.json()
    if (profiles.length === accounts.length && profiles.every((each) => each.displayName)) return
    if (Date.now() > until) throw new Error('The AppView did not learn of the accounts within a minute.')
    await pause(50)
  }
}

function closing(part) {
  started.push(() => part.close())
  return part
}

function track(part) {
  started.push(() => part.stop())
  return part
}

async function end() {
  if (ending) return
  ending = true
  for (const stop of started.reverse()) await Promise.race([attempt(stop), pause(endMsMax)])
  rmSync(folder, { recursive: true, force: true })
  process.exit(process.exitCode ?? 0)
}

async function attempt(stop) {
  try {
    await stop()
  } catch (error) {
    console.error('while ending:', error.message)
  }
}
