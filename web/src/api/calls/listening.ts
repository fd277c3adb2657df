// Channels, quarantine and imports of one brand.
import { at, del, get, patch, post } from '../client';
import type { components } from '../schema';
import { transfer } from '../transfer';
import type { Channel, Gap, Page } from '../types';
import type { Kind } from '../../pages/channels/kinds';
import type { Import, ImportError, ImportFormat } from '../../pages/imports/imports';

type Schemas = components['schemas'];
export type Quarantined = Schemas['Quarantined'];

export interface NewChannel {
  connector: Kind;
  config: Record<string, unknown>;
  secret?: string;
  /** Instead of a secret: what came of `beginSignIn`. */
  sign_in?: { ticket: string; code: string };
}

export type ChannelChecked = Schemas['ChannelChecked'];

/** Where the person allows us in, and what proves later that it was us who asked. */
export const beginSignIn = (brand: string, asked: Pick<NewChannel, 'connector' | 'config'>) =>
  post<{ url: string; ticket: string }>(at`/brands/${brand}/channels/sign-in`, asked);
export const addChannel = (brand: string, channel: NewChannel) => post<Channel>(at`/brands/${brand}/channels`, channel);
export const changeChannel = (brand: string, id: string, change: { name?: string; state?: 'active' | 'paused'; secret?: string; sign_in?: NewChannel['sign_in'] }) =>
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

export const uploadImport = (brand: string, { file, format, network }: Upload, progressed: (bytes: number) => void, signal?: AbortSignal) =>
  transfer<Import>(at`/brands/${brand}/imports`, {
    file,
    type: format === 'csv' ? 'text/csv' : 'application/x-ndjson',
    query: { format, name: file.name, network },
    progressed,
    signal,
  });
