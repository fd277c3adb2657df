// What we suggest to say to a customer: in their language, not in that of the screen. {link}, {address}, {code} and {network} are filled in.

export interface CustomerWords {
  /** What the language calls itself. */
  name: string;
  withLink: string;
  withCode: string;
  subject: string;
}

export const CUSTOMER_WORDS = {
  en: {
    name: 'English',
    withLink: 'So that we can look into this with you in private, please write to us here: {link}',
    withCode: 'So that we can look into this with you in private, please write to {address} and put {code} into the subject.',
    subject: 'Your message on {network}',
  },
  ko: {
    name: '한국어',
    withLink: '자세한 내용을 비공개로 확인해 드리고 싶습니다. 아래 링크로 문의해 주세요. {link}',
    withCode: '자세한 내용을 비공개로 확인해 드리고 싶습니다. 메일 제목에 {code} 코드를 적어 {address} 주소로 보내 주세요.',
    subject: '{network}에 남겨 주신 글에 대해 답변드립니다',
  },
  ja: {
    name: '日本語',
    withLink: '詳細を個別に確認させていただきたく、お手数ですがこちらからご連絡ください。 {link}',
    withCode: '詳細を個別に確認させていただきたく、お手数ですが件名に {code} とご記入のうえ、{address} までメールをお送りください。',
    subject: '{network} へのご投稿について',
  },
  zh: {
    name: '中文',
    withLink: '为了私下为您核实详情，请通过此链接联系我们：{link}',
    withCode: '为了私下为您核实详情，请发邮件至 {address} ，并在主题中注明 {code}。',
    subject: '关于您在 {network} 上的留言',
  },
  de: {
    name: 'Deutsch',
    withLink: 'Damit wir das vertraulich mit Ihnen klären können, schreiben Sie uns bitte hier: {link}',
    withCode: 'Damit wir das vertraulich mit Ihnen klären können, schreiben Sie bitte an {address} und nennen Sie im Betreff {code}.',
    subject: 'Ihre Nachricht auf {network}',
  },
  fr: {
    name: 'Français',
    withLink: 'Pour en parler avec vous en privé, écrivez-nous ici : {link}',
    withCode: 'Pour en parler avec vous en privé, écrivez à {address} en indiquant {code} dans l’objet.',
    subject: 'Votre message sur {network}',
  },
  es: {
    name: 'Español',
    withLink: 'Para revisarlo con usted en privado, escríbanos aquí: {link}',
    withCode: 'Para revisarlo con usted en privado, escriba a {address} e indique {code} en el asunto.',
    subject: 'Su mensaje en {network}',
  },
  pt: {
    name: 'Português',
    withLink: 'Para tratarmos disto consigo em privado, escreva-nos aqui: {link}',
    withCode: 'Para tratarmos disto consigo em privado, escreva para {address} e indique {code} no assunto.',
    subject: 'A sua mensagem no {network}',
  },
} as const satisfies Record<string, CustomerWords>;

export type CustomerLanguage = keyof typeof CUSTOMER_WORDS;

export const CUSTOMER_LANGUAGES = Object.keys(CUSTOMER_WORDS) as CustomerLanguage[];

/** The customer's own language where we have words in it, else the screen's. */
export function customerLanguage(heard: string | null | undefined, screen: CustomerLanguage): CustomerLanguage {
  const known = CUSTOMER_LANGUAGES.find((language) => language === (heard ?? '').toLowerCase().split('-')[0]);
  return known ?? screen;
}

export function fillWords(words: string, values: Partial<Record<'link' | 'address' | 'code' | 'network', string>>): string {
  return words.replace(/\{(\w+)\}/g, (whole, name: string) => values[name as keyof typeof values] ?? whole);
}
