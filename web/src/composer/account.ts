// Which account answers a post, and how long the answer may be. The server says it of the network that the case began on; a post of another
// network (the customer went on by mail) is answered there.
import type { CaseDetail, Channel, Limits, ThreadItem } from '../api/types';
import { LETTER_LIMITS } from './audience';

export interface Account {
  /** To choose from. */
  channels: readonly { id: string; name: string }[];
  /** That answers when nobody chooses. */
  id: string | null;
  name: string | null;
  /** Not known: the server counts when it is sent. */
  limits: Limits | null;
  /** What the server says of answering the case is about this post's network. */
  ofCase: boolean;
}

const LIMITS: Partial<Record<Channel['network'], Limits>> = {
  email: LETTER_LIMITS,
  telegram: { counter: 'utf16_units', units_max: 4096, bytes_max: 16_384, parts_max: 10, units_per_url: 0 },
};

export function accountFor(detail: CaseDetail, target: Pick<ThreadItem, 'post'> | null, channels: readonly Channel[] | null): Account {
  const network = target?.post.network ?? detail.case.network;
  if (network === detail.case.network) {
    const { channel_id, channel_name, limits } = detail.answering;
    return { channels: detail.answer_channels, id: channel_id, name: channel_name, limits, ofCase: true };
  }
  const able = (channels ?? []).filter((channel) => channel.network === network && channel.account !== null && channel.state === 'active');
  const only = able.length === 1 ? able[0] : undefined;
  return { channels: [], id: null, name: only?.name ?? null, limits: LIMITS[network] ?? null, ofCase: false };
}
