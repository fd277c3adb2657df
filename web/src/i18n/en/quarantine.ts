// Deliveries that could not be understood.
const quarantine = {
  title: 'Quarantine',
  lead: 'What a network delivered but we could not understand. It is kept as it came and holds up nothing else. After an update, try again: often it can be read then.',
  empty: 'Nothing in quarantine',
  emptyWhy: 'Everything that was delivered has been understood.',
  retryAll: 'Try all again',
  retry: 'Try again',
  delete: 'Delete',
  deleteTitle: 'Delete this delivery?',
  deleteWhy: 'What it says is lost for good. If it was a customer’s post, nobody will see it here.',
  deleted: 'Deleted.',
  retried: 'It is being read again.',
  retriedAll: { one: '1 delivery is being read again.', other: '{count} deliveries are being read again.' },
  from: 'from {channel}',
  removedChannel: 'a channel that is gone',
  received: 'received {at}',
  excerpt: 'Its beginning',
  code_not_json: 'It is not valid JSON.',
  code_not_utf8: 'It is not valid text (UTF-8).',
  code_missing_field: 'Something that must be there is missing.',
  code_too_large: 'It is larger than anything the network should send.',
  code_too_deep: 'It is nested too deeply.',
  code_bad_value: 'A value in it is not possible.',
  code_unknown_kind: 'It is of a kind that we do not know.',
  code_other: 'It could not be understood.',
} as const;

export default quarantine;
