// In each page of a preview: puts the new text in the place of the old one when the sources change, and shows the findings.
(() => {
  'use strict';
  const { state, chapter, editor, lang, words: ownWords, report: reportWords } = document.currentScript.dataset;
  const words = JSON.parse(ownWords);
  const report = JSON.parse(reportWords);
  /** Findings shown at most; the command line lists all. */
  const LIMIT = 200;
  /** How long a lost connection is waited for before it is told, in milliseconds. */
  const PATIENCE = 1500;
  const fill = (text, values) => text.replace(/\{(\w+)\}/g, (whole, name) => values[name] ?? whole);
  const count = (number, forms) => fill(number === 1 ? forms.one : forms.other, { n: number });

  // --- The page

  const isOurs = (node) => node.nodeType === Node.ELEMENT_NODE && node.matches('[data-preview], dialog');
  const children = (node) => [...node.childNodes].filter((child) => !isOurs(child));
  const isSameKind = (one, other) => one.nodeName === other.nodeName && one.id === other.id;

  /** Shows for a moment that `node` is new. */
  const mark = (node) => {
    const element = node.nodeType === Node.ELEMENT_NODE ? node : node.parentElement;
    if (!element?.closest('main') || element.matches('main')) return;
    element.classList.add('rolebook-changed');
    element.addEventListener('animationend', () => unmark(element), { once: true });
    setTimeout(() => unmark(element), 2500);
  };
  const unmark = (element) => {
    element.classList.remove('rolebook-changed');
    if (element.getAttribute('class') === '') element.removeAttribute('class');
  };

  /** Makes `old` equal to `fresh`, and leaves alone what is equal already: what the reader opened stays open. */
  const change = (old, fresh) => {
    if (old.isEqualNode(fresh)) return;
    if (old.nodeType !== Node.ELEMENT_NODE) {
      old.data = fresh.data;
      mark(old);
      return;
    }
    for (const { name } of [...old.attributes]) {
      if (name !== 'open' && !fresh.hasAttribute(name)) old.removeAttribute(name);
    }
    for (const { name, value } of fresh.attributes) {
      if (name !== 'open' && old.getAttribute(name) !== value) old.setAttribute(name, value);
    }
    const before = children(old);
    const after = children(fresh);
    let start = 0;
    while (start < before.length && start < after.length && before[start].isEqualNode(after[start])) start += 1;
    let end = 0;
    while (end < before.length - start && end < after.length - start && before.at(-1 - end).isEqualNode(after.at(-1 - end))) end += 1;
    const gone = before.slice(start, before.length - end);
    const come = after.slice(start, after.length - end);
    const next = before[before.length - end] ?? null;
    come.forEach((node, at) => {
      const place = gone[at];
      if (place && isSameKind(place, node)) {
        change(place, node);
        return;
      }
      const adopted = document.importNode(node, true);
      if (place) place.replaceWith(adopted);
      else old.insertBefore(adopted, next ?? [...old.children].find(isOurs) ?? null);
      mark(adopted);
    });
    gone.slice(come.length).forEach((node) => node.remove());
  };

  /** The scripts that a page has besides the one that all have: they hold on to what they found when it was loaded. */
  const scripts = (page) => [...page.querySelectorAll('script[src]:not([data-preview])')].map((script) => script.getAttribute('src'));

  let shown = state;
  let updating = false;
  /** Shows the page as it is now. */
  const update = async () => {
    const response = await fetch(location.pathname + location.search, { cache: 'no-store' });
    const fresh = new DOMParser().parseFromString(await response.text(), 'text/html');
    const script = fresh.querySelector('script[data-preview]');
    const [old, now] = [scripts(document), scripts(fresh)];
    // The browser keeps the place that is read.
    if (!script || now.length > 1 || old.join() !== now.join() || document.body.className !== fresh.body.className) {
      location.reload();
      return;
    }
    shown = script.dataset.state;
    const keys = (page) => [...page.querySelectorAll('link[rel="stylesheet"]')].map((link) => link.getAttribute('href')).join();
    if (keys(document) !== keys(fresh)) {
      // The new look is there before the old one goes, so that nothing jumps.
      const links = [...document.querySelectorAll('link[rel="stylesheet"]:not([data-preview])')];
      const added = [...fresh.querySelectorAll('link[rel="stylesheet"]:not([data-preview])')].map((link) => document.importNode(link));
      const loaded = added.map((link) => new Promise((resolve) => { link.onload = link.onerror = resolve; }));
      document.head.append(...added);
      await Promise.all(loaded);
      links.forEach((link) => link.remove());
    }
    document.title = fresh.title;
    document.documentElement.lang = fresh.documentElement.lang;
    change(document.body, fresh.body);
  };

  /** Goes on until the page shows the state `wanted`, or a later one. */
  const follow = async () => {
    if (updating) return;
    updating = true;
    try {
      while (latest.id && shown !== latest.id) await update();
    } catch {
      // The server is gone; the events say so, and when it is back.
    } finally {
      updating = false;
    }
  };

  // --- The panel

  const host = document.createElement('aside');
  host.dataset.preview = '';
  host.lang = lang;
  const root = host.attachShadow({ mode: 'open' });
  const make = (name, properties = {}, ...content) => {
    const element = Object.assign(document.createElement(name), properties);
    element.append(...content);
    return element;
  };
  const style = make('link', { rel: 'stylesheet', href: '/_rolebook/client.css' });
  const panel = make('section', { className: 'panel', hidden: true });
  const toggle = make('button', { className: 'toggle', type: 'button' });
  toggle.setAttribute('aria-expanded', 'false');
  root.append(style, panel, toggle);

  let latest = { id: state, findings: { error: 0, warning: 0, info: 0 }, problem: null };
  let lost = false;

  const summary = () => {
    const { error, warning, info } = latest.findings;
    const counted = [[error, report.errors], [warning, report.warnings], [info, report.infos]].filter(([number]) => number > 0);
    return counted.map(([number, forms]) => count(number, forms)).join(report.separator) || report.clean;
  };

  const show = () => {
    const { error, warning } = latest.findings;
    toggle.textContent = lost ? words.lost : latest.problem ? words.unreadable : summary();
    toggle.className = `toggle ${lost ? 'off' : latest.problem || error ? 'error' : warning ? 'warning' : ''}`;
  };

  const open = (path, line, column) => {
    const address = `/_rolebook/source.html?lang=${lang}&path=${encodeURIComponent(path)}#L${line}`;
    const links = [make('a', { href: address, target: '_blank' }, `${path}:${line}`)];
    if (editor) {
      const encoded = path.split('/').map(encodeURIComponent).join('/');
      links.push(make('a', { href: fill(editor, { path: encoded, line, column }) }, words.editor));
    }
    return links;
  };

  const entry = (finding) => {
    const { code, level, message, path, line, column, article, related, fix } = finding;
    const places = make('small', {}, ...open(path, line, column));
    if (path.endsWith('.md') && path !== chapter) {
      const anchor = article ? `#${encodeURIComponent(article.slice(article.indexOf('#') + 1))}` : '';
      places.append(make('a', { href: `/_rolebook/page?path=${encodeURIComponent(path)}${anchor}` }, words.page));
    }
    const others = related.map((place) => make('small', {}, `${place.message} `, ...open(place.path, place.line, place.column)));
    const item = make('li', { className: level }, make('p', {}, make('span', { className: 'code' }, `${report[level]} ${code}`), ` ${message}`), places, ...others);
    if (fix) item.append(make('small', {}, `${fix.safe ? report['safe-fix'] : report['unsafe-fix']}${report.colon}${fix.title}`));
    return item;
  };

  const list = (title, findings) => (findings.length === 0 ? [] : [make('h2', {}, title), make('ol', {}, ...findings.map(entry))]);

  /** Fills the panel, which is only done while it is open. */
  const fillPanel = async () => {
    if (panel.hidden) return;
    const parts = latest.problem ? [make('p', { className: 'problem' }, latest.problem)] : [];
    try {
      const response = await fetch(`/_rolebook/findings.json?lang=${lang}`, { cache: 'no-store' });
      const { findings } = await response.json();
      const isHere = ({ path, related }) => path === chapter || related.some((place) => place.path === chapter);
      const own = findings.filter(({ path }) => path === chapter);
      const here = [...own, ...findings.filter((finding) => isHere(finding) && !own.includes(finding))];
      const elsewhere = findings.filter((finding) => !isHere(finding));
      parts.push(...list(words.here, here.slice(0, LIMIT)), ...list(words.elsewhere, elsewhere.slice(0, Math.max(0, LIMIT - here.length))));
      if (findings.length === 0) parts.push(make('p', {}, report.clean));
      if (findings.length > LIMIT) parts.push(make('p', {}, count(findings.length - LIMIT, report['left-out'])));
    } catch {
      parts.push(make('p', { className: 'problem' }, words['lost-help']));
    }
    panel.replaceChildren(...parts);
  };

  const setOpen = (wanted) => {
    panel.hidden = !wanted;
    toggle.setAttribute('aria-expanded', String(wanted));
    sessionStorage.setItem('rolebook-panel', wanted ? 'open' : '');
    fillPanel();
  };
  toggle.addEventListener('click', () => setOpen(panel.hidden));
  root.addEventListener('keydown', (event) => {
    if (event.key !== 'Escape' || panel.hidden) return;
    setOpen(false);
    toggle.focus();
  });

  // --- The events

  const events = new EventSource('/_rolebook/events');
  let timer;
  events.onmessage = ({ data }) => {
    clearTimeout(timer);
    lost = false;
    const { findings } = latest;
    latest = JSON.parse(data);
    const isChecked = latest.findings !== null;
    // Until they are counted again there are as many as there were.
    latest.findings ??= findings;
    show();
    follow();
    if (isChecked) fillPanel();
  };
  events.onerror = () => {
    clearTimeout(timer);
    timer = setTimeout(() => { lost = true; show(); fillPanel(); }, PATIENCE);
  };

  show();
  document.body.append(host);
  if (sessionStorage.getItem('rolebook-panel')) setOpen(true);
})();
