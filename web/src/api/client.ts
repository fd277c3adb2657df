// The one way to the server: JSON in, JSON out, and every failure is an `ApiError` with a code that the dictionaries translate.

export interface ErrorParams {
  [name: string]: unknown;
}

export class ApiError extends Error {
  constructor(
    /** 0 when no answer came. */
    readonly status: number,
    readonly code: string,
    readonly params: ErrorParams = {},
    message = code,
  ) {
    super(message);
    this.name = 'ApiError';
  }
}

export type Query = Record<string, string | number | boolean | null | undefined>;

export interface RequestOptions {
  query?: Query;
  /** An object is sent as JSON; a Blob or File as it is. */
  body?: unknown;
  signal?: AbortSignal;
  keepalive?: boolean;
}

export const API_ROOT = '/api/v1';

type Listener = (error: ApiError) => void;
let signedOut: Listener = () => {};
let heardTime: (serverTime_ms: number) => void = () => {};

/** Called with every 401 of a request that was not about signing in. */
export function onSignedOut(listener: Listener): void {
  signedOut = listener;
}

export function onServerTime(listener: (serverTime_ms: number) => void): void {
  heardTime = listener;
}

export async function request<T>(method: string, path: string, options: RequestOptions = {}): Promise<T> {
  const answer = await send(method, path, options);
  if (answer.ok) return answer.status === 204 ? (undefined as T) : ((await readJson(answer)) as T);
  const error = await readError(answer);
  if (error.status === 401 && path !== '/session' && path !== '/me') signedOut(error);
  throw error;
}

export const get = <T>(path: string, query?: Query, signal?: AbortSignal) => request<T>('GET', path, { query, signal });
export const post = <T>(path: string, body?: unknown, query?: Query) => request<T>('POST', path, { body, query });
export const put = <T>(path: string, body?: unknown) => request<T>('PUT', path, { body });
export const patch = <T>(path: string, body?: unknown) => request<T>('PATCH', path, { body });
export const del = <T = void>(path: string) => request<T>('DELETE', path);

/** Builds a path with every part escaped: `at\`/brands/${id}/cases\``. */
export function at(strings: TemplateStringsArray, ...parts: string[]): string {
  return strings.reduce((path, string, index) => path + encodeURIComponent(parts[index - 1] ?? '') + string);
}

export function writeQuery(query: Query | undefined): string {
  const pairs = new URLSearchParams();
  for (const [name, value] of Object.entries(query ?? {})) {
    if (value !== undefined && value !== null && value !== '') pairs.set(name, String(value));
  }
  const text = pairs.toString();
  return text ? `?${text}` : '';
}

async function send(method: string, path: string, options: RequestOptions): Promise<Response> {
  const raw = options.body instanceof Blob;
  const headers: Record<string, string> = { accept: 'application/json' };
  if (options.body !== undefined && !raw) headers['content-type'] = 'application/json';
  try {
    const answer = await fetch(API_ROOT + path + writeQuery(options.query), {
      method,
      headers,
      body: options.body === undefined ? undefined : raw ? (options.body as Blob) : JSON.stringify(options.body),
      signal: options.signal,
      keepalive: options.keepalive,
      credentials: 'same-origin',
    });
    const date = Date.parse(answer.headers.get('date') ?? '');
    if (!Number.isNaN(date)) heardTime(date);
    return answer;
  } catch (cause) {
    if (options.signal?.aborted) throw cause;
    throw new ApiError(0, 'unreachable');
  }
}

async function readJson(answer: Response): Promise<unknown> {
  const text = await answer.text();
  return text === '' ? undefined : JSON.parse(text);
}

async function readError(answer: Response): Promise<ApiError> {
  const fallback = answer.status >= 502 && answer.status <= 504 ? 'unreachable' : 'unexpected';
  try {
    const { error } = (await answer.json()) as { error?: { code?: string; message?: string; params?: ErrorParams } };
    const params = { ...error?.params };
    const wait_s = Number(answer.headers.get('retry-after'));
    if (wait_s > 0) params.wait_s ??= wait_s;
    return new ApiError(answer.status, error?.code ?? fallback, { status: answer.status, ...params }, error?.message);
  } catch {
    return new ApiError(answer.status, fallback, { status: answer.status });
  }
}
