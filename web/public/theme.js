// Runs before the first paint so that nobody sees a flash of the other theme. A file, because the policy forbids inline scripts.
(function () {
  var root = document.documentElement;
  var wanted = 'system';
  try {
    wanted = localStorage.getItem('answerable.theme') || 'system';
    var locale = localStorage.getItem('answerable.locale');
    if (locale) root.lang = locale;
  } catch (_) {
    // Storage may be forbidden; the system's theme is used.
  }
  var dark = wanted === 'dark' || (wanted === 'system' && matchMedia('(prefers-color-scheme: dark)').matches);
  root.dataset.theme = dark ? 'dark' : 'light';
})();
