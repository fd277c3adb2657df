// Channels, quarantine and imports of one brand.
import { API_ROOT, ApiError, at, del, get, patch, post, writeQuery } from '../client';
import type { components } from '../schema';
import type { Channel, Gap, Page } from '../types';
import type { Import, ImportError, ImportFormat } from '../../pages/imports/imports';

type Schemas = components['schemas'];
export type Quarantined = Schemas['Quarantined'];

export interface NewChannel {
  connector: 'bluesky' | 'bluesky_stream' | 'feed';
  config: Record<string, string>;
  secret?: string;
}

export type ChannelChecked = Schemas['ChannelChecked'];

export const addChannel = (brand: string, channel: NewChannel) => post<Channel>(at`/brands/${brand}/channels`, channel);
export const changeChannel = (brand: string, id: string, change: { name?: string; state?: 'active' | 'paused'; secret?: string }) =>
  patch<Channel>(at`/brands/${brand}/channels/${id}`, change);
export const checkChannel = (brand: string, id: string) => post<ChannelChecked>(at`/brands/${brand}/channels/${id}/check`);
export const removeChannel = (brand: string, id: string) => del(at`/brands/${brand}/channels/${id}`);
export const readGap = (brand: string, channel: string, gap: string) => post<Gap>(at`/brands/${brand}/channels/${channel}/gaps/${gap}/read`);

export const listQuarantine = (brand: string, after?: string) => get<Page<Quarantined>>(at`/brands/${brand}/quarantine`, { after, limit: 50 });
export const retryQuarantined = (brand: string, id: string) => post<unknown>(at`/brands/${brand}/quarantine/${id}/retry`);
export const retryQuarantine = (brand: string) => post<{ count: number }>(at`/brands/${brand}/quarantine/retry`);
export const removeQuarantined = (brand: string, id: string) => del(at`/brands/${brand}/quarantine/${id}`);

export const listImports = (brand: string, after?: string) => get<Page<Import>>(at`/brands/${brand}/imports`, { after, limit: 25 });
export const readImport = (brand: string, id: string) => get<Import>(at`/brands/${brand}/imports/${id}`);
export const listImportErrors = (brand: string, id: string, after?: string) =>
  get<Page<ImportError>>(at`/brands/${brand}/imports/${id}/errors`, { after, limit: 50 });
export const resumeImport = (brand: string, id: string) => post<Import>(at`/brands/${brand}/imports/${id}/resume`);

export interface Upload {
  file: File;
  format: ImportFormat;
  network: string;
}

/** Sends a file and tells how much of it has left: `fetch` cannot say, so this is the one place with the older interface. */
export function uploadImport(brand: string, upload: Upload, progressed: (bytes: number) => void, signal?: AbortSignal): Promise<Import> {
  const { file, format, network } = upload;
  return new Promise((resolve, reject) => {
    const transfer = new XMLHttpRequest();
    transfer.open('POST', API_ROOT + at`/brands/${brand}/imports` + writeQuery({ format, name: file.name, network }));
    transfer.setRequestHeader('content-type', format === 'csv' ? 'text/csv' : 'application/x-ndjson');
    transfer.setRequestHeader('accept', 'application/json');
    transfer.upload.onprogress = (event) => progressed(event.loaded);
    transfer.onerror = () => reject(new ApiError(0, 'unreachable'));
    transfer.onabort = () => reject(new DOMException('aborted', 'AbortError'));
    transfer.onload = () => settle(transfer, resolve, reject);
    signal?.addEventListener('abort', () => transfer.abort());
    transfer.send(file);
  });
}

function settle(transfer: XMLHttpRequest, resolve: (item: Import) => void, reject: (error: ApiError) => void) {
  const answer = readJson(transfer.responseText);
  if (transfer.status >= 200 && transfer.status < 300) return resolve(answer as Import);
  const error = (answer as { error?: { code?: string; message?: string; params?: Record<string, unknown> } } | null)?.error;
  reject(new ApiError(transfer.status, error?.code ?? 'unexpected', { status: transfer.status, ...error?.params }, error?.message));
}

function readJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
