// Puts two roles side by side: `compare.html?a=floor-server&b=host`. What a role says stands in a script beside its
// page, which calls `rolebook.compare`: a page that is opened from a folder can read nothing but scripts.
(() => {
  'use strict';

  /** Duties with at least this share of their pairs of words or characters in common are similar. */
  const SIMILAR = 0.42;

  const form = document.querySelector('.choice-of-roles');
  const notice = document.querySelector('[role=alert]');
  const result = document.getElementById('page-comparison');
  const links = new Map([...document.querySelectorAll('[data-role]')].map((link) => [link.dataset.role, link]));
  const words = result.dataset;

  /** An element with a text or with others in it. */
  const make = (tag, content, attributes = {}) => {
    const element = document.createElement(tag);
    element.append(...[content].flat());
    for (const [name, value] of Object.entries(attributes)) if (value) element.setAttribute(name, value);
    return element;
  };

  const fill = (select) => {
    for (const list of document.querySelectorAll('.all-roles ul')) {
      const group = make('optgroup', [], { label: list.previousElementSibling.textContent });
      for (const link of list.querySelectorAll('a')) group.append(new Option(link.textContent, link.dataset.role));
      select.append(group);
    }
  };

  /** Reads what a role is compared by. */
  const told = new Map();
  globalThis.rolebook = { compare: (id, role) => told.set(id, role) };
  const read = (id) => new Promise((resolve, reject) => {
    const script = document.createElement('script');
    script.src = links.get(id).getAttribute('href').replace(/html$/, 'js');
    script.onload = () => (told.has(id) ? resolve(told.get(id)) : reject(new Error(id)));
    script.onerror = () => reject(new Error(id));
    document.head.append(script);
  });

  /** The pairs of neighbouring words in a text; a Chinese character is a word. */
  const pairs = (text) => {
    const all = text.toLowerCase().match(/\p{Script=Han}|[\p{L}\p{N}]+/gu) ?? [];
    return new Set(all.length < 2 ? all : all.slice(1).map((word, index) => `${all[index]} ${word}`));
  };

  const likeness = (one, other) => {
    const common = [...one].filter((pair) => other.has(pair)).length;
    return (2 * common) / (one.size + other.size || 1);
  };

  /** The duties of two roles that say the same or nearly so, the likest first, each duty once. */
  const matches = (one, other) => {
    const right = other.map(pairs);
    const found = one.flatMap((duty, a) => {
      const left = pairs(duty);
      return right.map((own, b) => ({ a, b, share: likeness(left, own) })).filter(({ share }) => share >= SIMILAR);
    });
    found.sort((x, y) => y.share - x.share || x.a - y.a || x.b - y.b);
    const taken = [new Set(), new Set()];
    return found.filter(({ a, b }) => {
      if (taken[0].has(a) || taken[1].has(b)) return false;
      taken[0].add(a);
      taken[1].add(b);
      return true;
    });
  };

  const facts = (names, roles) => {
    const rows = ['department', 'superior', 'subordinates', 'headcount'].map((key) => [words[key], ...roles.map((role) => role[key] || words.nobody)]);
    rows.push([words.duties, ...roles.map((role) => String(role.duties.length))]);
    const body = rows.map(([label, ...cells]) => make('tr', [make('th', label, { scope: 'row' }), ...cells.map((cell) => make('td', cell))]));
    const head = make('tr', [make('td', ''), ...names.map((name) => make('th', name.cloneNode(true), { scope: 'col' }))]);
    return make('table', [make('thead', head), make('tbody', body)]);
  };

  const common = (names, roles, found) => {
    if (found.length === 0) return make('p', words.noCommon);
    return make('ul', found.map(({ a, b, share }) => {
      const texts = [roles[0].duties[a], roles[1].duties[b]];
      const same = share === 1;
      const shown = same ? texts.slice(0, 1) : texts;
      const text = (duty, index) => make('p', same ? duty : [make('b', names[index].textContent), duty], { lang: roles[index].lang });
      return make('li', [make('span', same ? words.same : words.similar, { class: 'badge' }), ...shown.map(text)], { class: 'two' });
    }), { class: 'twos' });
  };

  const only = (names, roles, found) => make('div', roles.map((role, index) => {
    const matched = new Set(found.map((match) => match[index === 0 ? 'a' : 'b']));
    const rest = role.duties.filter((_, at) => !matched.has(at));
    const list = make('ul', rest.map((duty) => make('li', duty)), { lang: role.lang });
    const empty = make('p', role.duties.length === 0 ? words.noDuties : words.nobody);
    return make('div', [make('h4', names[index].textContent), rest.length > 0 ? list : empty]);
  }), { class: 'only' });

  const show = (ids, roles) => {
    const names = ids.map((id) => {
      const link = links.get(id).cloneNode(true);
      link.removeAttribute('data-role');
      return link;
    });
    const found = matches(roles[0].duties, roles[1].duties);
    const title = names.map((name) => name.textContent).join(' / ');
    document.title = `${title} · ${document.title}`;
    const count = make('small', String(found.length));
    result.replaceChildren(
      make('h2', title), facts(names, roles),
      make('h3', [`${words.common} `, count]), common(names, roles, found),
      make('h3', words.only), only(names, roles, found),
    );
    result.hidden = false;
    document.querySelector('.all-roles').hidden = true;
  };

  const complain = (text) => {
    notice.textContent = text;
    notice.hidden = false;
  };

  const selects = [...form.querySelectorAll('select')];
  selects.forEach(fill);
  form.hidden = false;
  for (const link of document.querySelectorAll('.languages a')) link.search = location.search;
  const query = new URLSearchParams(location.search);
  const ids = selects.map((select) => query.get(select.name));
  selects.forEach((select, index) => { if (links.has(ids[index])) select.value = ids[index]; });
  if (ids.some((id) => id && !links.has(id))) complain(notice.dataset.unknown);
  if (!ids.every((id) => links.has(id))) return;
  if (ids[0] === ids[1]) complain(notice.dataset.alike);
  else Promise.all(ids.map(read)).then((roles) => show(ids, roles), () => complain(notice.dataset.unreadable));
})();
