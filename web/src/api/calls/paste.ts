// Posts that a person brings in by hand.
import { at, post } from '../client';
import type { components } from '../schema';
import { transfer } from '../transfer';

type Schemas = components['schemas'];
export type NewPastedPost = Pick<Schemas['NewPastedPost'], 'text'> & Partial<Schemas['NewPastedPost']>;

export const pastePost = (brand: string, pasted: NewPastedPost) => post<Schemas['PastedPost']>(at`/brands/${brand}/posts`, pasted);

export const upload = (brand: string, file: File, progressed: (bytes: number) => void, signal?: AbortSignal) =>
  transfer<Schemas['Uploaded']>(at`/brands/${brand}/uploads`, { file, type: file.type || 'application/octet-stream', query: { name: file.name }, progressed, signal });
