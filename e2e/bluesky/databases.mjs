// A throwaway PostgreSQL and Redis for the AppView: on free loopback ports, in a folder of their own, gone with this program.
//
// Both run under a small shell that waits for its standard input to close. That happens when we end it, and also when this
// program is killed without a chance to clean up; either way the shell ends exactly the two programs that it started.

import { execFileSync, spawn } from 'node:child_process'
import { chownSync, existsSync, mkdtempSync, readFileSync, readdirSync } from 'node:fs'
import net from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { freePort } from './ports.mjs'

const warden = `
"$1" -D "$4/cluster" -p "$2" -h 127.0.0.1 -k "$4" -c fsync=off -c synchronous_commit=off -c full_page_writes=off -c max_connections=200 >"$4/postgres.log" 2>&1 &
postgres=$!
redis-server --bind 127.0.0.1 --port "$3" --save '' --appendonly no --dir "$4" >"$4/redis.log" 2>&1 &
redis=$!
read -r _
kill -QUIT "$postgres"; kill -TERM "$redis"
wait
rm -rf "$4"/*
`

/** Starts both; resolves when they answer. */
export async function startDatabases() {
  const programs = findPostgres()
  findRedis()
  const folder = mkdtempSync(join(tmpdir(), 'answerable-databases-'))
  const person = unprivileged()
  if (person.uid !== undefined) chownSync(folder, person.uid, person.gid)
  const env = { PATH: process.env.PATH, HOME: folder, LC_ALL: 'C' }
  execFileSync(join(programs, 'initdb'), ['-D', join(folder, 'cluster'), '-U', 'postgres', '-A', 'trust', '--no-sync', '-E', 'UTF8', '--locale=C'], {
    ...person, env, cwd: folder, stdio: ['ignore', 'ignore', 'inherit'],
  })
  const [postgres, redis] = [await freePort(), await freePort()]
  const shell = spawn('sh', ['-c', warden, 'warden', join(programs, 'postgres'), String(postgres), String(redis), folder], {
    ...person, env, cwd: folder, stdio: ['pipe', 'ignore', 'inherit'],
  })
  const gone = new Promise((resolve) => shell.on('exit', resolve))
  await Promise.all([answers(postgres, 'PostgreSQL', postgresLives), answers(redis, 'Redis', redisLives)])
  return {
    postgresUrl: `postgresql://postgres@127.0.0.1:${postgres}/postgres`,
    redisHost: `127.0.0.1:${redis}`,
    async stop() {
      shell.stdin.end()
      await gone
    },
  }

  function postgresLives(port) {
    try {
      execFileSync(join(programs, 'pg_isready'), ['-q', '-h', '127.0.0.1', '-p', String(port)], { env })
      return true
    } catch {
      return false
    }
  }
}

function findPostgres() {
  const debian = '/usr/lib/postgresql'
  const versions = existsSync(debian) ? readdirSync(debian).sort((a, b) => Number(b) - Number(a)) : []
  const places = [process.env.ANSWERABLE_POSTGRES_BIN, ...versions.map((version) => join(debian, version, 'bin')), ...process.env.PATH.split(':')]
  const found = places.find((place) => place && existsSync(join(place, 'initdb')))
  if (!found) throw new Error('The AppView needs PostgreSQL. On Debian: apt-get install -y --no-install-recommends postgresql')
  return found
}

function findRedis() {
  const found = process.env.PATH.split(':').some((place) => existsSync(join(place, 'redis-server')))
  if (!found) throw new Error('The AppView needs Redis. On Debian: apt-get install -y --no-install-recommends redis-server')
}

/** PostgreSQL refuses to run as root. */
function unprivileged() {
  if (process.getuid() !== 0) return {}
  const [, , uid, gid] = readFileSync('/etc/passwd', 'utf8').split('\n').find((line) => line.startsWith('nobody:')).split(':')
  return { uid: Number(uid), gid: Number(gid) }
}

async function answers(port, name, lives) {
  const until = Date.now() + 60_000
  while (!(await lives(port))) {
    if (Date.now() > until) throw new Error(`${name} did not start within a minute.`)
    await pause(40)
  }
}

function redisLives(port) {
  return new Promise((resolve) => {
    const socket = net.connect(port, '127.0.0.1', () => socket.write('PING\r\n'))
    socket.once('data', (answer) => { socket.destroy(); resolve(String(answer).startsWith('+PONG')) })
    socket.once('error', () => resolve(false))
  })
}
