// What every page does where scripts run. Nothing here is needed to read: each function adds to what the page already is.
// A classic script, since a page opened from a folder may not load modules.
(() => {
  'use strict';

  const status = document.querySelector('.said');
  /** How long a message is shown, in milliseconds. */
  const SHOWN = 2500;
  let timer;

  /** Says something to everyone, those who hear the page included. */
  const say = (text) => {
    if (!status) return;
    status.textContent = text;
    clearTimeout(timer);
    timer = setTimeout(() => { status.textContent = ''; }, SHOWN);
  };

  /** Copies where there is no clipboard to write to, as on a page that came without encryption. */
  const copyBySelection = (text) => {
    const field = document.createElement('textarea');
    field.value = text;
    field.className = 'unseen';
    document.body.append(field);
    field.select();
    let copied = false;
    try { copied = document.execCommand('copy'); } catch { /* not allowed: the address bar has it */ }
    field.remove();
    return copied;
  };

  const copy = async (text) => {
    let copied = false;
    try {
      await navigator.clipboard.writeText(text);
      copied = true;
    } catch {
      copied = copyBySelection(text);
    }
    if (status) say(copied ? status.dataset.copied : status.dataset.notCopied);
  };

  const hash = () => {
    try { return decodeURIComponent(location.hash.slice(1)); } catch { return ''; }
  };

  /** The anchor of the place that is read: the one in the address while it is in sight, else the first unit in sight. */
  const place = () => {
    const box = (element) => element.getBoundingClientRect();
    const named = document.getElementById(hash());
    if (named && (scrollY === 0 || (box(named).top >= 0 && box(named).top < innerHeight))) return named.id;
    if (scrollY === 0) return '';
    const header = document.querySelector('header.site');
    const begin = Math.max(0, header ? box(header).bottom : 0);
    let found = '';
    for (const unit of document.querySelectorAll('main [id]:not(.alias)')) {
      if (unit.getClientRects().length === 0) continue;
      // In the midst of a long unit, that unit is the place and not the next one, far below.
      if (box(unit).top > innerHeight / 3) break;
      found = unit.id;
      if (box(unit).top >= begin) break;
    }
    return found;
  };

  const load = (address) => new Promise((resolve, reject) => {
    const script = document.createElement('script');
    script.src = address;
    script.onload = resolve;
    script.onerror = reject;
    document.head.append(script);
  });

  const searching = document.querySelector('a.search[data-scripts]');
  const onItsPage = document.querySelector('.search-here');
  let loading;
  /** Opens the search, which is loaded when it is first wanted; where that fails, the link leads to its page. */
  const search = async () => {
    loading ??= searching.dataset.scripts.split(' ').reduce((before, address) => before.then(() => load(address)), Promise.resolve());
    try {
      await loading;
      await globalThis.rolebookOpenSearch();
    } catch {
      if (!onItsPage) location.href = searching.href;
    }
  };
  if (searching && onItsPage) search();

  document.addEventListener('keydown', (event) => {
    const typing = event.target.closest?.('input, textarea, select, [contenteditable]');
    const wanted = (event.key === '/' && !typing && !event.ctrlKey && !event.altKey) || (event.key === 'k' && (event.ctrlKey || event.metaKey));
    if (!searching || !wanted) return;
    event.preventDefault();
    search();
  });

  document.addEventListener('click', (event) => {
    const link = event.target.closest?.('a[href]');
    if (!link) return;
    if (link === searching && !event.ctrlKey && !event.metaKey && !event.shiftKey) {
      event.preventDefault();
      search();
      return;
    }
    if (link.matches('.languages a, a[data-same-place]')) {
      const id = place();
      link.hash = id ? `#${encodeURIComponent(id)}` : '';
    } else if (link.matches('a.anchor, a.marker, .head a.label') && link.getAttribute('href').startsWith('#')) {
      if (event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
      copy(link.href);
    }
  });

  /** Leads from what a unit was called, or from one that is gone, to where it is: `#old.i3` to `#new.i3`. */
  const follow = () => {
    const wanted = hash();
    if (!wanted || document.getElementById(wanted)) return;
    for (let end = wanted.lastIndexOf('.'); end > 0; end = wanted.lastIndexOf('.', end - 1)) {
      const found = document.getElementById(wanted.slice(0, end));
      const own = found?.closest('[id]:not(.alias)');
      if (!own) continue;
      const unit = own.id + wanted.slice(end);
      const id = document.getElementById(unit) ? unit : own.id;
      location.replace(`#${encodeURIComponent(id)}`);
      return;
    }
  };
  addEventListener('hashchange', follow);
  follow();
})();
