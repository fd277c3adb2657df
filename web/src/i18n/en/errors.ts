// What a failure means for the reader, and what to do next. The keys are the server's codes.
const errors = {
  unreachable: 'The server cannot be reached. Your text is kept here; try again in a moment.',
  unexpected: 'The server answered in a way this page does not understand (status {status}). Try again; if it stays, tell whoever runs it.',
  internal: 'The server failed at this. Try again; if it stays, give whoever runs it this number: {incident}',
  unauthenticated: 'You are signed out. Sign in again to go on.',
  forbidden: 'Your role does not allow this. Ask an owner of the brand.',
  not_found: 'This no longer exists, or you are not a member of its brand.',
  invalid: 'Some of this cannot be accepted. Check the marked fields.',
  conflict: 'Somebody else changed this at the same time. Look at it again and repeat what you did.',
  stale_thread: 'The thread changed after you began to write.',
  already_answered: 'A colleague has answered already.',
  too_long: 'The answer is longer than the network takes.',
  not_possible: 'This is not possible here.',
  throttled: 'Too many attempts. Wait a little and try again.',
  too_large: 'This is larger than the server takes.',
  unsupported_media: 'The server does not take this kind of file.',
  csrf: 'The request was refused because it seemed to come from another site. Reload the page.',
  already_set_up: 'This Answerable already has an owner. Sign in instead.',
  wrong_credentials: 'E-mail or password is not right.',
} as const;

export default errors;
