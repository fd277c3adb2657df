// The real program with a fresh data folder, as a person starts it.
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createWriteStream, existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

const root = join(dirname(fileURLToPath(import.meta.url)), '..', '..');

/** A server that was asked to end must be gone by then. */
const drainMsMax = 10_000;

export class Server {
  private constructor(
    readonly origin: string,
    readonly folder: string,
    private readonly child: ChildProcess,
  ) {}

  /** `log` is where its standard error goes; `folder` is an earlier server's, to start again over the same data. */
  static async start({ log, folder = mkdtempSync(join(tmpdir(), 'answerable-data-')) }: { log: string; folder?: string }): Promise<Server> {
    const child = spawn(program(), ['serve', '--data', folder, '--listen', '127.0.0.1:0'], { stdio: ['ignore', 'pipe', 'pipe'] });
    child.stderr.pipe(createWriteStream(log, { flags: 'a' }));
    try {
      return new Server(await firstAddress(child, log), folder, child);
    } catch (error) {
      rmSync(folder, { recursive: true, force: true });
      throw error;
    }
  }

  /** Ends it as a person would, keeps its data. Fails when it does not end by itself in good order. */
  async stop(): Promise<void> {
    const gone = once(this.child, 'exit');
    const late = setTimeout(() => this.child.kill('SIGKILL'), drainMsMax);
    this.child.kill('SIGTERM');
    const [code] = await gone;
    clearTimeout(late);
    if (code !== 0) throw new Error(`The server ended with ${code ?? 'a kill after ten seconds'} instead of 0.`);
  }

  /** As a power cut would. */
  async kill(): Promise<void> {
    const gone = once(this.child, 'exit');
    this.child.kill('SIGKILL');
    await gone;
  }

  forget(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }
}

function program(): string {
  const path = process.env.ANSWERABLE_PROGRAM ?? join(root, process.env.CARGO_TARGET_DIR ?? 'target', 'debug', 'answerable');
  if (!existsSync(path)) throw new Error(`${path} is not built: cargo build --package answerable-server`);
  return path;
}

/** When it is ready it prints one line with its address. */
async function firstAddress(child: ChildProcess, log: string): Promise<string> {
  for await (const line of createInterface({ input: child.stdout! })) {
    const address = /https?:\/\/[\w.[\]:-]+/.exec(line)?.[0];
    if (address) return address.replace(/\/$/, '');
  }
  throw new Error(`The server ended before it was ready; see ${log}`);
}
