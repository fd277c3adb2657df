// Cases, threads, answers and authors of one brand.
import { API_ROOT, at, del, get, post, put, request, type Query } from '../client';
import type { components } from '../schema';
import type { AuthorDetail, AuthorPost, CaseDetail, CasePage, CaseRow, Channel, Counts, DraftWay, HandOff, Member, Note, Page, Reply } from '../types';

type Schemas = components['schemas'];

export const listCases = (brand: string, query: Query, signal?: AbortSignal) => get<CasePage>(at`/brands/${brand}/cases`, query, signal);
export const readCounts = (brand: string) => get<Counts>(at`/brands/${brand}/counts`);
export const readCase = (brand: string, id: string, signal?: AbortSignal) => get<CaseDetail>(at`/brands/${brand}/cases/${id}`, undefined, signal);
export const closeCase = (brand: string, id: string) => post<CaseRow>(at`/brands/${brand}/cases/${id}/close`);
export const reopenCase = (brand: string, id: string) => post<CaseRow>(at`/brands/${brand}/cases/${id}/reopen`);
export const snoozeCase = (brand: string, id: string, until: number) => post<CaseRow>(at`/brands/${brand}/cases/${id}/snooze`, { until });
export const assignCase = (brand: string, id: string, user_id: string | null) => post<CaseRow>(at`/brands/${brand}/cases/${id}/assign`, { user_id });
export const addNote = (brand: string, id: string, text: string) => post<Note>(at`/brands/${brand}/cases/${id}/notes`, { text });

export const saveDraft = (brand: string, id: string, draft: { text: string; thread_version: number } & DraftWay) =>
  put<{ updated_at: number }>(at`/brands/${brand}/cases/${id}/draft`, draft);
export const dropDraft = (brand: string, id: string) => del(at`/brands/${brand}/cases/${id}/draft`);

/** `client_key`: the same for every attempt to send the same answer, so that a lost response does not send it twice. */
export type NewReply = Partial<Schemas['NewReply']> & Pick<Schemas['NewReply'], 'post_id' | 'text' | 'thread_version' | 'client_key'>;
/** An answer that was given on the network's own site. */
export type ElsewhereAnswer = Pick<Schemas['AnswerElsewhere'], 'post_id' | 'text' | 'thread_version'> & Partial<Schemas['AnswerElsewhere']>;

export const sendReply = (brand: string, id: string, reply: NewReply) => post<Reply>(at`/brands/${brand}/cases/${id}/replies`, reply);
export const cancelReply = (brand: string, id: string) => post<Reply>(at`/brands/${brand}/replies/${id}/cancel`);
export const retryReply = (brand: string, id: string) => post<Reply>(at`/brands/${brand}/replies/${id}/retry`);
export const noteElsewhere = (brand: string, id: string, answer: ElsewhereAnswer) => post<Reply>(at`/brands/${brand}/cases/${id}/answers-elsewhere`, answer);
export const handOff = (brand: string, id: string, channel_id: string) => post<HandOff>(at`/brands/${brand}/cases/${id}/hand-offs`, { channel_id });
export const mediumAddress = (brand: string, id: string, download = false) => API_ROOT + at`/brands/${brand}/media/${id}` + (download ? '?download' : '');
export const engage = (brand: string, postId: string, action: 'like' | 'repost') =>
  post<{ state: string }>(`${at`/brands/${brand}/posts/${postId}`}/${action}`);

export const showPresence = (brand: string, id: string, state: 'viewing' | 'writing' | 'left') =>
  request<void>('POST', at`/brands/${brand}/cases/${id}/presence`, { body: { state }, keepalive: true });

export const readAuthor = (brand: string, id: string) => get<AuthorDetail>(at`/brands/${brand}/authors/${id}`);
export const listAuthorPosts = (brand: string, id: string, after?: string) => get<Page<AuthorPost>>(at`/brands/${brand}/authors/${id}/posts`, { after });
export const setVip = (brand: string, id: string, vip: boolean) => put<unknown>(at`/brands/${brand}/authors/${id}/vip`, { vip });

export const listMembers = (brand: string) => get<Page<Member>>(at`/brands/${brand}/members`, { limit: 100 });
export const listChannels = (brand: string) => get<Page<Channel>>(at`/brands/${brand}/channels`, { limit: 100 });

export type BulkDo = 'close' | 'reopen' | { assign: string | null } | { snooze: number };
export const bulk = (brand: string, ids: string[], what: BulkDo) =>
  post<{ done: string[]; failed: { id: string; code: string }[] }>(at`/brands/${brand}/cases/bulk`, { ids, do: what });
