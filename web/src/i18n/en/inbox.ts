const inbox = {
  title: 'Inbox',
} as const;

export default inbox;
