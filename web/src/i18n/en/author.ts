const author = {
  title: 'Author',
} as const;

export default author;
