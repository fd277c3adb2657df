// What hostile people write. `window.hit` is what any of it would set if it ran.

const marks = [
  '<script>window.hit=1</script>',
  '<img src=x onerror="window.hit=1">',
  '<svg onload=window.hit=1>',
  '"><svg/onload=window.hit=1>',
  "'><img src=x onerror=window.hit=1>",
  '<iframe srcdoc="<script>parent.hit=1</script>"></iframe>',
  '<a href="javascript:window.hit=1">냉장고</a>',
  '<math><mtext></form><form><mglyph><style></math><img src onerror=window.hit=1>',
  '<noscript><p title="</noscript><img src=x onerror=window.hit=1>">',
  '<details open ontoggle=window.hit=1>',
  '<style>@import "https://example.com/x.css";</style>',
  '<link rel=stylesheet href=https://example.com/x.css>',
  '<meta http-equiv=refresh content="0;url=https://example.com">',
  '<base href="https://example.com/">',
  '<form action="https://example.com"><button autofocus onfocus=window.hit=1>',
  '&lt;script&gt;window.hit=1&lt;/script&gt;',
  '{{constructor.constructor("window.hit=1")()}}',
  '${window.hit=1}',
  '{@html "<img src=x onerror=window.hit=1>"}',
  '\\u003cscript\\u003ewindow.hit=1\\u003c/script\\u003e',
  ']]><script>window.hit=1</script>',
  '--><script>window.hit=1</script>',
  '</textarea><script>window.hit=1</script>',
  '</title><script>window.hit=1</script>',
  'javascript:window.hit=1',
  'data:text/html,<script>window.hit=1</script>',
];

const letters = [
  '\u202eesrever\u202c',
  '\u2066isolated\u2069\u200f',
  'zero\u200bwidth\u200d\ufeff',
  'a\u0301\u0302\u0303\u0304\u0305\u0306\u0307\u0308\u0309\u030a\u030b\u030c',
  '👨‍👩‍👧‍👦🏳️‍🌈👩🏽‍🚀',
  '각'.normalize('NFD'),
  'ｱｸﾒの冷蔵庫',
  'line one\nline two\r\nline three\u2028line four',
  'nul \u0001\u0008\u001b[31m',
  'x'.repeat(250),
  '가'.repeat(250),
  '\'; DROP TABLE "post"; --',
  '%s%n%x {0} {name} ../../etc/passwd',
];

export const payloads: readonly string[] = [...marks, ...letters];
