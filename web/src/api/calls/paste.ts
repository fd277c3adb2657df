// Posts that a person brings in by hand.
import { at, post } from '../client';
import { transfer } from '../transfer';

export interface PastedPost {
  text: string;
  url?: string;
  network?: string;
  author?: string;
  time?: number;
  screenshots?: string[];
}

export interface Pasted {
  post_id?: string | null;
  case_id?: string | null;
}

export const pastePost = (brand: string, pasted: PastedPost) => post<Pasted>(at`/brands/${brand}/posts`, pasted);

export const upload = (brand: string, file: File, progressed: (bytes: number) => void, signal?: AbortSignal) =>
  transfer<{ id: string }>(at`/brands/${brand}/uploads`, { file, type: file.type || 'application/octet-stream', query: { name: file.name }, progressed, signal });
