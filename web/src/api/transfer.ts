// Sends a file and tells how much of it has left: `fetch` cannot say, so this is the one place with the older interface.
import { API_ROOT, ApiError, writeQuery, type Query } from './client';

export interface Transfer {
  file: Blob;
  type: string;
  query?: Query;
  progressed?: (bytes: number) => void;
  signal?: AbortSignal;
}

export function transfer<T>(path: string, { file, type, query, progressed, signal }: Transfer): Promise<T> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open('POST', API_ROOT + path + writeQuery(query));
    request.setRequestHeader('content-type', type);
    request.setRequestHeader('accept', 'application/json');
    request.upload.onprogress = (event) => progressed?.(event.loaded);
    request.onerror = () => reject(new ApiError(0, 'unreachable'));
    request.onabort = () => reject(new DOMException('aborted', 'AbortError'));
    request.onload = () => settle(request, resolve as (answer: unknown) => void, reject);
    signal?.addEventListener('abort', () => request.abort());
    request.send(file);
  });
}

function settle(request: XMLHttpRequest, resolve: (answer: unknown) => void, reject: (error: ApiError) => void) {
  const answer = readJson(request.responseText);
  if (request.status >= 200 && request.status < 300) return resolve(answer);
  const error = (answer as { error?: { code?: string; message?: string; params?: Record<string, unknown> } } | null)?.error;
  reject(new ApiError(request.status, error?.code ?? 'unexpected', { status: request.status, ...error?.params }, error?.message));
}

function readJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
