const composer = {
  title: 'Reply',
} as const;

export default composer;
