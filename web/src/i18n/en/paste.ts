// A post that somebody brings in by hand.
const paste = {
  title: 'Paste a post',
  lead: 'For places that no channel hears: it becomes a case like any other.',
  address: 'Address of the post',
  addressHint: 'It tells the network, and leads there when you answer.',
  text: 'What was written',
  author: 'Who wrote it',
  network: 'Network',
  fromAddress: 'From the address',
  time: 'When',
  pictures: 'Screenshots',
  choose: 'Choose pictures',
  drop: 'or drop or paste them here',
  picturesHint: 'PNG, JPEG, WebP or GIF, up to 10 MB each, at most 10',
  unnamed: 'Picture',
  sending: 'Sending {name}',
  sent: 'Ready',
  removePicture: 'Remove {name}',
  problem_not_a_picture: 'This is not a picture that can be shown. Use PNG, JPEG, WebP or GIF.',
  problem_empty: 'This picture is empty. Please choose another.',
  problem_too_large: 'This picture is larger than 10 MB.',
  problem_too_many: 'At most 10 pictures go with one post.',
  waiting: 'Waiting for the pictures…',
  send: 'Open a case',
  done: 'The post is in the inbox',
} as const;

export default paste;
