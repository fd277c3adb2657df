// From a post to a mail.
const handoff = {
  title: 'Carry on by e-mail',
  byCode: 'Give the customer a code',
  byCodeHint: 'They write to us with it, and what they write joins this case.',
  byAddress: 'Write to an address',
  byAddressHint: 'The customer told us in private where to write.',
  mailbox: 'Mailbox',
  noMailbox: 'No mailbox is connected. A supervisor can connect one under Channels.',
  make: 'Make a code',
  language: 'Language of the customer',
  form: 'What they get',
  formLink: 'A link',
  formCode: 'Address and code',
  validUntil: 'It works once, until {time}.',
  insert: 'Put it into the answer',
  address: 'E-mail address',
  addressHint: 'Never one that stands in a public post: anybody could have written it there.',
  write: 'Write the e-mail',
  door: 'Where they write to',
} as const;

export default handoff;
