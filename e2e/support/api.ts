// The HTTP API from outside: what a script of a customer's would use. Shapes are named only as far as tests read them.

export interface Failure {
  code: string;
  params: Record<string, unknown>;
}

export class ApiError extends Error {
  constructor(
    readonly status: number,
    readonly failure: Failure,
    what: string,
  ) {
    super(`${what}: ${status} ${JSON.stringify(failure)}`);
  }
}

export interface Brand {
  id: string;
  name: string;
}

export interface CaseRow {
  id: string;
  state: string;
  thread_version: number;
  author: { handle: string | null; display_name: string | null };
  network: string;
  preview: { post_id: string; text: string; hits: [number, number][]; deleted: boolean; edited: boolean };
  assessment: { language: { value: string | null } };
  posts_count: number;
}

export interface ThreadItem {
  post: { id: string; native_id: string; text: string; deleted_at: number | null; ours: boolean; permalink: string | null };
  revisions: { version: string; text: string }[];
  can: { reply: { is: string; because?: string } };
}

export interface Reply {
  id: string;
  state: string;
  permalink: string | null;
  failure: { code: string; detail: string } | null;
}

export interface CaseDetail {
  case: CaseRow;
  thread: ThreadItem[];
  replies: Reply[];
  answering: { channel_id: string | null; availability: { is: string } };
}

export interface Channel {
  id: string;
  connector: string;
  state: string;
  sources: { name: string; state: string; last_ok_at?: number | null }[];
  gaps: unknown[];
  quarantined: number;
}

export const owner = { name: '김지은', email: 'owner@example.test', password: 'a long enough pass phrase', locale: 'en' };

export class Api {
  private cookie: string | undefined;

  constructor(readonly origin: string) {}

  async call<T>(method: string, path: string, body?: unknown): Promise<T> {
    const headers: Record<string, string> = { origin: this.origin };
    if (this.cookie) headers.cookie = this.cookie;
    if (body !== undefined) headers['content-type'] = 'application/json';
    const answer = await fetch(`${this.origin}/api/v1${path}`, { method, headers, body: body === undefined ? null : JSON.stringify(body) });
    this.cookie = answer.headers.getSetCookie().find((line) => line.startsWith('answerable_session='))?.split(';')[0] ?? this.cookie;
    const text = await answer.text();
    if (!answer.ok) throw new ApiError(answer.status, failureOf(text), `${method} ${path}`);
    return (text ? JSON.parse(text) : undefined) as T;
  }

  /** A whole file as the body, as the screen sends it. */
  async upload<T>(path: string, content: string): Promise<T> {
    const headers = { origin: this.origin, cookie: this.cookie ?? '', 'content-type': 'application/octet-stream' };
    const answer = await fetch(`${this.origin}/api/v1${path}`, { method: 'POST', headers, body: content });
    const text = await answer.text();
    if (!answer.ok) throw new ApiError(answer.status, failureOf(text), `POST ${path}`);
    return JSON.parse(text) as T;
  }

  get<T>(path: string): Promise<T> {
    return this.call('GET', path);
  }

  post<T>(path: string, body: unknown = {}): Promise<T> {
    return this.call('POST', path, body);
  }

  /** First start: the owner's account, signed in from now on. */
  async becomeOwner(person = owner): Promise<void> {
    await this.post('/setup/owner', person);
  }

  addBrand(name: string): Promise<Brand> {
    return this.post('/brands', { name });
  }

  async cases(brand: Brand, query: Record<string, string> = {}): Promise<CaseRow[]> {
    const parameters = new URLSearchParams({ state: 'all', limit: '100', ...query });
    return (await this.get<{ items: CaseRow[] }>(`/brands/${brand.id}/cases?${parameters}`)).items;
  }

  detail(brand: Brand, row: { id: string }): Promise<CaseDetail> {
    return this.get(`/brands/${brand.id}/cases/${row.id}`);
  }

  async channels(brand: Brand): Promise<Channel[]> {
    return (await this.get<{ items: Channel[] }>(`/brands/${brand.id}/channels`)).items;
  }
}

function failureOf(text: string): Failure {
  try {
    return JSON.parse(text).error;
  } catch {
    return { code: `not in the form of our errors: ${text.slice(0, 200)}`, params: {} };
  }
}
