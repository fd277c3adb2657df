const caseView = {
  title: 'Case',
} as const;

export default caseView;
