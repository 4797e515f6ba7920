// The box to search in: a dialog on every page, and the page search.html. search-index.js answers what is typed here.
(() => {
  'use strict';

  const link = document.querySelector('a.search');
  const { base, KINDS, open, find, some, loosely, related, matches } = globalThis.rolebookIndex;
  /** Results shown at once, and characters of text around a match. */
  const PAGE = 10;
  const AROUND = 48;

  const make = (tag, properties = {}, ...children) => {
    const element = Object.assign(document.createElement(tag), properties);
    element.append(...children);
    return element;
  };

  /** A text with its matches marked; of a long one what stands around the first. */
  const marked = (text, forms, around = Infinity) => {
    const places = matches(text, forms);
    const first = places[0]?.[0] ?? 0;
    let start = first > around ? first - around / 2 : 0;
    let end = Math.min(text.length, start + 2 * around);
    if (start > 0 && /[\w]/.test(text[start])) start = text.indexOf(' ', start) + 1 || start;
    if (end < text.length && /[\w]/.test(text[end])) end = Math.max(text.lastIndexOf(' ', end), first + 1);
    const pieces = [start > 0 ? '…' : ''];
    let at = start;
    for (const [from, to] of places) {
      if (from < at || to > end) continue;
      pieces.push(text.slice(at, from), make('mark', {}, text.slice(from, to)));
      at = to;
    }
    pieces.push(text.slice(at, end), end < text.length ? '…' : '');
    return pieces;
  };

  const result = (own, forms, words) => {
    const rated = own.lines.map((line) => ({ line, count: forms.filter((form) => matches(line.text, [form]).length > 0).length }));
    const best = rated.reduce((a, b) => (b.count > a.count ? b : a));
    const { text, mark } = best.line;
    const isDuty = best.count > 0 && mark.startsWith('*');
    const anchor = own.anchor + (best.count > 0 ? mark.replace('*', '') : '');
    const to = new URL(isDuty ? own.duties : own.page, base);
    to.hash = anchor;
    const head = make('a', { href: to.href }, ...marked(own.title, forms));
    const where = make('small', {}, make('span', { className: 'kind' }, words[own.kind]), ' ', own.place);
    const said = make('p', {}, ...marked(text, forms, AROUND));
    const item = make('li', {}, head, where, said);
    if (own.lang) head.lang = said.lang = own.lang;
    return item;
  };

  /** Puts a search into `place`. */
  const mount = async (place, inDialog) => {
    const { words, kinds } = await open();
    const say = (text, values = {}) => text.replace(/\{(\w+)\}/g, (all, name) => values[name] ?? all);
    const field = make('input', { type: 'search', name: 'q', placeholder: words.hint, autocomplete: 'off', spellcheck: false, enterKeyHint: 'search' });
    field.setAttribute('aria-label', words.title);
    const form = make('form', { action: link.href, role: 'search' }, field);
    form.setAttribute('role', 'search');
    const status = make('p', { className: 'count' });
    status.setAttribute('role', 'status');
    const choice = make('div', { className: 'kinds', hidden: true });
    choice.setAttribute('role', 'group');
    choice.setAttribute('aria-label', words.kinds);
    const list = make('div', { className: 'results' });
    place.append(form, choice, status, list);

    let asked = 0;
    let kind = -1;

    /** Shows results from `from` on below those that are there. */
    const show = async (found, ids, ordinal, from) => {
      const { shown, at } = await some(found, ids, from, PAGE);
      if (ordinal !== asked) return null;
      let items = list.querySelector('ol.found');
      if (!items && shown.length > 0) list.append((items = make('ol', { className: 'found' })));
      items?.append(...shown.map((own) => result(own, found.forms, words)));
      list.querySelector('.more')?.remove();
      if (at < ids.length) {
        const more = make('button', { type: 'button', className: 'more' }, words.more);
        more.onclick = async () => {
          more.disabled = true;
          const last = items?.lastElementChild;
          await show(found, ids, ordinal, at);
          (last?.nextElementSibling ?? list).querySelector('a, button')?.focus();
        };
        if (items) items.after(more);
        else list.prepend(more);
      }
      return { shown, done: at >= ids.length };
    };

    const search = async () => {
      const query = field.value.trim();
      const ordinal = (asked += 1);
      try {
        await answer(query, ordinal);
      } finally {
        if (ordinal === asked) list.ariaBusy = 'false';
      }
    };

    const answer = async (query, ordinal) => {
      if (!inDialog) {
        const address = new URL(location.href);
        address.search = query ? `?q=${encodeURIComponent(query)}` : '';
        for (const other of document.querySelectorAll('.languages a')) other.search = address.search;
        try { history.replaceState(null, '', address); } catch { /* some browsers keep the address of a folder */ }
      }
      if ([...query].length < 2 && !/\d/.test(query)) {
        list.replaceChildren();
        choice.hidden = true;
        status.textContent = query ? words.short : '';
        return;
      }
      try {
        let found = await find(query);
        if (ordinal !== asked) return;
        const of = (index) => found.ids.filter((id) => id >= kinds[index] && id < kinds[index + 1]);
        const counts = KINDS.map((_, index) => of(index).length);
        if (kind >= 0 && counts[kind] === 0) kind = -1;
        const button = (index, name, count) => {
          const chosen = make('button', { type: 'button' }, found.whole.length > 0 ? name : `${name} ${count}`);
          chosen.setAttribute('aria-pressed', index === kind);
          chosen.onclick = () => {
            kind = index;
            search().then(() => choice.querySelector('[aria-pressed=true]')?.focus());
          };
          return chosen;
        };
        const buttons = KINDS.flatMap((name, index) => (counts[index] > 0 ? [button(index, words[name], counts[index])] : []));
        choice.replaceChildren(button(-1, words.all, found.ids.length), ...buttons);
        choice.hidden = true;
        let ids = kind < 0 ? found.ids : of(kind);
        if (list.contains(document.activeElement)) field.focus();
        list.replaceChildren();
        let first = await show(found, ids, ordinal, 0);
        if (first?.done && first.shown.length === 0 && found.whole.length > 0) {
          // Nothing has it word for word: what has all its parts is better than nothing.
          found = await loosely(found);
          ids = kind < 0 ? found.ids : of(kind);
          first = await show(found, ids, ordinal, 0);
        }
        if (!first) return;
        choice.hidden = buttons.length < 2 || (kind < 0 && first.shown.length === 0);
        const known = found.whole.length > 0 ? first.shown.map(({ id }) => id) : found.ids;
        const groups = await related(query, new Set(known));
        if (ordinal !== asked) return;
        for (const group of groups) {
          const items = group.shown.map((own) => result(own, group.found.forms, words));
          list.append(make('h2', {}, say(words.related, { name: group.name })), make('ol', {}, ...items));
        }
        const others = groups.reduce((sum, group) => sum + group.shown.length, 0);
        const count = (first.done ? first.shown.length : ids.length) + others;
        const text = found.whole.length > 0 && !first.done ? words.about : words.count;
        status.textContent = count > 0 ? say(text, { count }) : say(words.none, { query });
        if (inDialog && list.childElementCount > 0) {
          const address = new URL(link.href);
          address.search = `?q=${encodeURIComponent(query)}`;
          list.append(make('p', {}, make('a', { href: address.href }, words.page)));
        }
      } catch (error) {
        status.textContent = words.failed;
        throw error;
      }
    };

    let timer;
    field.addEventListener('input', (event) => {
      list.ariaBusy = 'true';
      clearTimeout(timer);
      if (!event.isComposing) timer = setTimeout(search, 80);
    });
    field.addEventListener('compositionend', search);
    form.addEventListener('submit', async (event) => {
      event.preventDefault();
      clearTimeout(timer);
      await search();
      // On a phone the key only puts the keyboard away.
      if (matchMedia('(pointer: coarse)').matches) field.blur();
      else list.querySelector('a')?.click();
    });
    place.addEventListener('keydown', (event) => {
      const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
      if (!step || event.isComposing) return;
      const stops = [field, ...list.querySelectorAll('a, button')];
      const at = stops.indexOf(document.activeElement);
      if (at < 0) return;
      event.preventDefault();
      stops[Math.max(0, Math.min(stops.length - 1, at + step))].focus();
    });
    return { field, search };
  };

  const here = document.querySelector('.search-here');
  const onPage = here && mount(here, false);
  onPage?.then(({ field, search }) => {
    document.querySelector('.elsewhere')?.remove();
    field.value = new URLSearchParams(location.search).get('q') ?? '';
    if (field.value) search();
  }).catch(() => { /* the page says where else to look */ });

  let dialog;
  let inDialog;
  const openDialog = async () => {
    const { words } = await open();
    if (!dialog) {
      const close = make('button', { type: 'button', className: 'close' }, '×');
      close.setAttribute('aria-label', words.close);
      close.onclick = () => dialog.close();
      dialog = make('dialog', { className: 'search-dialog' }, close);
      dialog.setAttribute('aria-label', words.title);
      // Else the browser would only empty the field.
      dialog.addEventListener('keydown', (event) => {
        if (event.key !== 'Escape' || event.isComposing) return;
        event.preventDefault();
        dialog.close();
      });
      // A click beside it closes it, and so does a result, which may be on this very page.
      dialog.addEventListener('click', (event) => { if (event.target === dialog || event.target.closest('a')) dialog.close(); });
      document.body.append(dialog);
      inDialog = mount(dialog, true);
    }
    if (!dialog.open) dialog.showModal();
    return inDialog;
  };

  /** Lets the reader type: in a dialog, or on the page to search on. */
  globalThis.rolebookOpenSearch = async () => {
    const { field } = await (onPage ?? openDialog());
    field.focus();
    field.select();
  };
})();
