// The other networks, in one program: Mastodon, a mail provider, Telegram, Hacker News, a feed. They say what customers say, and hold what
// the brand has answered.
import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

const root = join(dirname(fileURLToPath(import.meta.url)), '..', '..');

export type Name = 'mastodon' | 'email' | 'microsoft' | 'telegram' | 'hacker_news' | 'feed';

export interface Said {
  native_id: string;
  text: string;
}

export interface Published {
  native_id: string;
  text: string;
  answers: string | null;
  private: boolean;
}

interface Connection {
  config: Record<string, unknown>;
  secret: string | null;
}

export class Networks {
  private constructor(
    private readonly told: Record<Name, Connection> & { control: string },
    private readonly child: ChildProcess,
  ) {}

  static async start(): Promise<Networks> {
    const program = join(root, process.env.CARGO_TARGET_DIR ?? 'target', 'debug', 'examples', 'networks');
    if (!existsSync(program)) throw new Error(`${program} is not built: cargo build --package answerable-testkit --example networks`);
    const child = spawn(program, [], { stdio: ['pipe', 'pipe', 'inherit'] });
    for await (const line of createInterface({ input: child.stdout! })) return new Networks(JSON.parse(line), child);
    throw new Error('The networks ended before they were ready.');
  }

  /** Ends with its input. */
  stop(): void {
    this.child.stdin!.end();
  }

  connection(name: Name): Connection {
    return this.told[name];
  }

  say(name: Name, who: string, text: string): Promise<Said> {
    return this.act(name, 'say', { who, text });
  }

  answer(name: Name, who: string, to: string, text: string): Promise<Said> {
    return this.act(name, 'answer', { who, to, text });
  }

  async published(name: Name): Promise<Published[]> {
    return (await fetch(`${this.told.control}/${name}/published`)).json() as Promise<Published[]>;
  }

  /** What a person does who is shown this page of their Mastodon server: lets the program in, and reads the code. */
  async approve(url: string): Promise<string> {
    return (await this.act<{ code: string }>('mastodon', 'approve', { url })).code;
  }

  private async act<Answer = Said>(name: Name, deed: string, what: Record<string, string>): Promise<Answer> {
    const answer = await fetch(`${this.told.control}/${name}/${deed}`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(what) });
    if (!answer.ok) throw new Error(`${name} ${deed}: ${answer.status}`);
    return answer.json() as Promise<Answer>;
  }
}
