const actions = {
  title: 'Actions',
} as const;

export default actions;
