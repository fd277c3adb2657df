// Builders for tests.
import type { Assessment, CaseRow, ChangeEvent } from '../api/types';

export function row(id: string, more: Partial<CaseRow> = {}): CaseRow {
  return {
    id,
    state: 'open',
    assignee: null,
    vip: false,
    urgency: 10,
    opened_at: 0,
    last_post_at: Number(id),
    thread_version: 1,
    deadline_at: null,
    overdue_at: null,
    snoozed_until: null,
    closed_at: null,
    reopened_count: 0,
    author: { id: 'a', network: 'bluesky', handle: 'mina.example', display_name: 'Mina', avatar: null, followers: null, vip: false, bot: false },
    network: 'bluesky',
    channel: { id: 'c1', name: 'stream' },
    preview: { post_id: `p${id}`, text: '아크메 냉장고', spans: [], hits: [[0, 9]], kind: 'post', deleted: false, edited: false },
    assessment: null,
    labels: [],
    reply_state: null,
    posts_count: 1,
    ...more,
  };
}

export function event(seq: number, kind: string, changed: CaseRow | null, caseId = changed?.id ?? null): ChangeEvent {
  return { seq, kind, case_id: caseId, user_id: null, at: 0, payload: changed ? { row: changed } : {} };
}

const unknown = { value: null, confidence: 0 };

/** Nothing is known but what is said. */
export function assessment(more: Partial<Assessment> = {}): Assessment {
  return {
    model: 'a model',
    language: { value: 'ko', confidence: 990, reasons: [] },
    languages: [],
    sentiment: { ...unknown, scores: { negative: 0, neutral: 0, positive: 0 } },
    kinds: [],
    question: { ...unknown, reasons: [] },
    needs_answer: unknown,
    abuse: unknown,
    aim: null,
    troll: unknown,
    motive: unknown,
    risks: [],
    humour: unknown,
    personal_data: [],
    corrected: [],
    ...more,
  };
}
