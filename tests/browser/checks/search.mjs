import { pinyin } from 'pinyin-pro';
import { DESK, ON_PHONE, random, serve } from '../lib.mjs';

/** How many of each are drawn from a folder; over HTTP, where nothing but the loading differs, a tenth. */
const DRAWN = { folder: { substrings: 200, initials: 100, words: 100 }, HTTP: { substrings: 20, initials: 10, words: 10 } };
/** The results that a reader sees at once. */
const FIRST = 10;

/** What readers type is found: from a folder and over HTTP, without a request to anywhere else. */
export default async function search(run) {
  const { browser, site, note } = run;
  const server = await serve(site);
  const ways = [
    ['folder', (page) => site.address(page)],
    ['HTTP', (page) => `${server.address}/${page}`],
  ];
  for (const [way, address] of ways) {
    const context = await browser.newContext({ viewport: DESK });
    const elsewhere = [];
    context.on('request', (request) => {
      const own = way === 'HTTP' ? request.url().startsWith(server.address) : request.url().startsWith('file:');
      if (!own) elsewhere.push(request.url());
    });
    for (const language of site.languages) {
      const tab = await context.newPage();
      const errors = [];
      tab.on('pageerror', (error) => errors.push(error.message));
      tab.on('console', (message) => message.type() === 'error' && errors.push(message.text()));
      await tab.goto(address(`${language}/search.html`), { waitUntil: 'load' });
      await tab.waitForSelector('.search-here input');
      const things = await readThings(tab, site, language);
      const say = (check, faults) => note(`search: ${check}`, `${language}, ${way}`, faults);
      say('Chinese substrings lead to their article', await substrings(tab, things, DRAWN[way].substrings));
      say('words, beginnings and typing errors lead to their article', await words(tab, things, DRAWN[way].words));
      say('pinyin initials lead to names and titles', await initials(tab, things, DRAWN[way].initials));
      if (way === 'folder') say('article numbers lead to their article', await numbers(tab, things));
      say('the other language leads to a second group', await otherLanguage(tab, site, language));
      say('every form of a term leads to it', await variants(tab, site, language));
      say('what stands nowhere as it was typed is found by its parts', await byParts(tab, things));
      say('no errors', errors);
      await tab.close();
    }
    note('search: no requests to elsewhere', way, elsewhere);
    await byKeyboard(context, address, run);
    await context.close();
  }
  await withoutScripts(run);
  await onPhone(run);
  await server.close();
}

/** Types a query and gives the addresses of the results, their groups and what is announced. */
async function ask(tab, query) {
  return tab.evaluate(async (text) => {
    const field = document.querySelector('.search-here input, .search-dialog input');
    field.value = text;
    const place = field.form.parentElement;
    const list = place.querySelector('.results');
    list.ariaBusy = 'true';
    // What an input method has finished is searched at once.
    field.dispatchEvent(new Event('compositionend', { bubbles: true }));
    while (list.ariaBusy === 'true') await new Promise((go) => setTimeout(go, 1));
    const links = (selector) => [...place.querySelectorAll(selector)].map((link) => link.href);
    return {
      found: links('.found a'),
      others: links('ol:not(.found) a'),
      kinds: [...place.querySelectorAll('.found .kind')].map((kind) => kind.textContent),
      more: Boolean(place.querySelector('.more')),
      status: place.querySelector('[role=status]').textContent,
      marks: place.querySelectorAll('.results mark').length,
    };
  }, query);
}

/** What the site says in a language, read from its pages: articles, roles and terms, each with title, text and place. */
async function readThings(tab, site, language) {
  const pages = site.pages.filter((page) => page.startsWith(`${language}/`) && !/side-by-side\/|\/print\.html$/.test(page));
  return tab.evaluate(
    ([sources, tag]) =>
      sources.flatMap(([page, source]) => {
        const { body } = new DOMParser().parseFromString(source, 'text/html');
        const of = (element) => element?.textContent.replace(/\s+/g, ' ').trim() ?? '';
        const articles = [...body.querySelectorAll('.article[id]')].map((article) => {
          const label = of(article.querySelector('.head .label'));
          const title = of(article.querySelector('.head .title'));
          article.querySelectorAll('.head, .cited, .notice, .tools, .anchor, .marker').forEach((part) => part.remove());
          const blocks = [...article.querySelectorAll('p, li, td, dd')].map(of);
          const lang = article.closest('[lang]')?.lang ?? tag;
          return { page, id: article.id, label, title, text: blocks.join('\n'), lang };
        });
        const role = body.matches('.role') ? [{ page, id: '', title: of(body.querySelector('h1')), text: '' }] : [];
        const terms = [...body.querySelectorAll('.terms > [id]')].map((term) => {
          term.querySelectorAll('small, .anchor').forEach((part) => part.remove());
          return { page, id: term.id, title: of(term.querySelector('dt')), text: of(term.querySelector('dd')) };
        });
        return [...articles, ...role, ...terms];
      }),
    [pages.map((page) => [page, site.text(page)]), language],
  );
}

/** Whether an address leads to a thing or to a place in it; a duty may be shown on the page of its role. */
function leadsTo(address, { page, id }) {
  const { pathname, hash } = new URL(address);
  const path = decodeURI(pathname);
  const anchor = decodeURIComponent(hash.slice(1));
  if (id === '') return path.endsWith(`/${page}`);
  return (anchor === id || anchor.startsWith(`${id}.`)) && (path.endsWith(`/${page}`) || path.includes('/roles/'));
}

async function substrings(tab, things, drawn) {
  const next = random('substrings');
  const articles = things.filter(({ label }) => label !== undefined);
  const runs = articles.flatMap((article) =>
    [...(`${article.title}\n${article.text}`).matchAll(/[\u3400-\u9fff]{2,}/g)].map(([run]) => ({ article, run })),
  );
  if (runs.length === 0) return [];
  const faults = [];
  for (let count = 0; count < drawn; ) {
    const { article, run } = runs[next(runs.length)];
    const length = 2 + next(Math.min(5, run.length - 1));
    const start = next(run.length - length + 1);
    const query = run.slice(start, start + length);
    const { found, more } = await ask(tab, query);
    // Of what stands in many places not all can come first; the others are there when asked for.
    if (more) {
      const all = await everything(tab);
      if (!all.some((address) => leadsTo(address, article))) faults.push(`${query}: ${article.label} is not among ${all.length} results`);
      continue;
    }
    count += 1;
    if (!found.slice(0, FIRST).some((address) => leadsTo(address, article))) faults.push(`${query}: ${article.label} is not among ${found.length}`);
  }
  return faults;
}

/** The addresses of all results, after every further one was asked for. */
async function everything(tab) {
  return tab.evaluate(async () => {
    const place = document.querySelector('.search-here');
    for (;;) {
      const more = place.querySelector('.more');
      if (!more) return [...place.querySelectorAll('.found a')].map((link) => link.href);
      const before = place.querySelectorAll('.found a').length;
      more.click();
      while (place.contains(more) && place.querySelectorAll('.found a').length === before) await new Promise((go) => setTimeout(go, 1));
    }
  });
}

/** Whole words, the beginnings of words, and words with two letters exchanged. */
async function words(tab, things, drawn) {
  const next = random('words');
  const holders = new Map();
  for (const thing of things.filter(({ label }) => label !== undefined)) {
    const found = new Set(`${thing.title} ${thing.text}`.toLowerCase().match(/[a-z]{4,16}/g));
    for (const word of found) holders.set(word, [...(holders.get(word) ?? []), thing]);
  }
  const rare = [...holders].filter(([word, { length }]) => length <= 3 && word.length > 4);
  const begins = (start) => [...holders.keys()].filter((word) => word.startsWith(start));
  const held = (start) => begins(start).reduce((sum, word) => sum + holders.get(word).length, 0);
  const faults = [];
  for (let count = 0; count < Math.min(drawn, rare.length); count += 1) {
    const [word, things] = rare[next(rare.length)];
    const at = 1 + next(word.length - 2);
    const typed = {
      word,
      beginning: word.slice(0, Math.max(4, word.length - 2)),
      error: word.slice(0, at) + word[at + 1] + word[at] + word.slice(at + 2),
    };
    for (const [kind, query] of Object.entries(typed)) {
      if (kind === 'beginning' && held(query) > 3) continue;
      if (kind === 'error' && (query === word || begins(query).length > 0)) continue;
      const { found } = await ask(tab, query);
      if (!things.every((thing) => found.some((address) => leadsTo(address, thing)))) faults.push(`${kind} ${query} of ${word}`);
    }
  }
  return faults;
}

/** Initials by another dictionary, which knows how characters sound in their words. */
async function initials(tab, things, drawn) {
  const next = random('initials');
  const titled = things.filter(({ title }) => /^[\u4e00-\u9fff]{2,}$/.test(title));
  const faults = [];
  for (let count = 0; count < Math.min(drawn, titled.length); count += 1) {
    const thing = titled.splice(next(titled.length), 1)[0];
    const query = pinyin(thing.title, { pattern: 'first', toneType: 'none', type: 'array' }).join('');
    const { found } = await ask(tab, query);
    if (!found.slice(0, FIRST).some((address) => leadsTo(address, thing))) faults.push(`${query}: ${thing.title} is not in the first ten`);
  }
  return faults;
}

async function numbers(tab, things) {
  const faults = [];
  for (const article of things.filter(({ label }) => label)) {
    const { found } = await ask(tab, article.label);
    if (found.length === 0 || !leadsTo(found[0], article)) faults.push(`${article.label} is not first`);
  }
  const first = things.filter(({ label }) => label).at(11);
  const { found } = await ask(tab, '12');
  if (first && !leadsTo(found[0] ?? 'file:///', first)) faults.push('12 does not lead to the twelfth article');
  return faults;
}

/** The names of the glossary's terms in the other language lead to the terms. */
async function otherLanguage(tab, site, language) {
  const terms = await tab.evaluate((source) => {
    const page = new DOMParser().parseFromString(source, 'text/html');
    return [...page.querySelectorAll('.terms > [id]')].map((term) => ({ id: term.id, name: term.querySelector('dt small')?.textContent }));
  }, site.text(`${language}/glossary.html`));
  const faults = [];
  for (const { id, name } of terms.filter(({ name }) => name)) {
    const { others, found, status } = await ask(tab, name);
    if (![...others, ...found].some((address) => address.endsWith(`#${id}`))) faults.push(`${name}: not ${id}`);
    if (!/\d/.test(status)) faults.push(`${name}: announced "${status}"`);
  }
  return faults;
}

/** The forms of a term that are not to be used lead to it, and are shown. */
async function variants(tab, site, language) {
  const forms = await tab.evaluate((source) => {
    const page = new DOMParser().parseFromString(source, 'text/html');
    const of = (term) => [...term.querySelectorAll('.variants s')].map((form) => ({ id: term.id, form: form.textContent }));
    return [...page.querySelectorAll('.terms > [id]')].flatMap(of);
  }, site.text(`${language}/glossary.html`));
  const faults = [];
  for (const { id, form } of forms.filter(({ form }) => [...form].length > 1)) {
    const { found, marks } = await ask(tab, form);
    if (!found.some((address) => address.endsWith(`#${id}`))) faults.push(`${form}: not ${id}`);
    if (marks === 0) faults.push(`${form}: not marked`);
  }
  return faults;
}

/** Chinese readers put no blanks between words: two titles in one go lead to something of either. */
async function byParts(tab, things) {
  const titles = things.filter(({ label, title }) => label === undefined && /^[\u4e00-\u9fff]{3,}$/.test(title)).map(({ title }) => title);
  const faults = [];
  for (let at = 0; at + 1 < Math.min(titles.length, 20); at += 2) {
    const { found } = await ask(tab, titles[at] + titles[at + 1]);
    if (found.length === 0) faults.push(`${titles[at]}${titles[at + 1]}: nothing`);
  }
  return faults;
}

/** From any page: `/` opens, arrows move, Enter follows, Escape leads back to where the reader was. */
async function byKeyboard(context, address, { site, note }) {
  for (const language of site.languages) {
    const page = site.pages.find((page) => page.startsWith(`${language}/roles/`) && !page.endsWith('index.html'));
    const tab = await context.newPage();
    await tab.goto(address(page), { waitUntil: 'load' });
    const faults = [];
    const focused = () => tab.evaluate(() => document.activeElement.matches('input') ? 'field' : document.activeElement.getAttribute('href') ?? document.activeElement.tagName);
    await tab.keyboard.press('/');
    await tab.waitForSelector('.search-dialog input:focus');
    const name = await tab.evaluate(() => document.querySelector('h1').textContent);
    await tab.keyboard.type(name, { delay: 5 });
    await tab.waitForSelector('.search-dialog .results[aria-busy=false] .found a');
    const first = await tab.evaluate(() => document.querySelector('.search-dialog .found a').getAttribute('href'));
    await tab.keyboard.press('ArrowDown');
    if ((await focused()) !== first) faults.push(`ArrowDown went to ${await focused()}`);
    await tab.keyboard.press('ArrowUp');
    if ((await focused()) !== 'field') faults.push(`ArrowUp went to ${await focused()}`);
    await tab.keyboard.press('Escape');
    if (await tab.evaluate(() => document.querySelector('.search-dialog').open)) faults.push('Escape leaves it open');
    await tab.keyboard.press('Control+k');
    await tab.waitForSelector('.search-dialog input:focus');
    await tab.keyboard.press('Enter');
    await tab.waitForURL((url) => url.href === first, { timeout: 5000 }).catch(() => faults.push(`Enter did not lead to ${first}`));
    note('search: keyboard', `${page} (${address('').split(':')[0]})`, faults);
    await tab.close();
  }
}

async function withoutScripts({ browser, site, note }) {
  const context = await browser.newContext({ viewport: DESK, javaScriptEnabled: false });
  for (const language of site.languages) {
    const tab = await context.newPage();
    await tab.goto(site.address(`${language}/index.html`), { waitUntil: 'load' });
    await tab.click('a.search');
    await tab.waitForURL(/search\.html$/);
    const links = await tab.locator('main a').count();
    note('search: without scripts it says where else to look', language, links > 1 ? [] : ['no links']);
    await tab.close();
  }
  await context.close();
}

async function onPhone({ browser, site, note }) {
  const context = await browser.newContext(ON_PHONE);
  for (const language of site.languages) {
    const tab = await context.newPage();
    await tab.goto(site.address(`${language}/index.html`), { waitUntil: 'load' });
    await tab.tap('a.search');
    await tab.waitForSelector('.search-dialog input');
    const name = await tab.evaluate(() => document.querySelector('main a[href*="roles/"]').textContent);
    await tab.fill('.search-dialog input', name);
    await tab.waitForSelector('.search-dialog .found a');
    const faults = await tab.evaluate(() => {
      const dialog = document.querySelector('.search-dialog').getBoundingClientRect();
      const field = document.querySelector('.search-dialog input').getBoundingClientRect();
      return dialog.right > innerWidth + 1 || field.right > innerWidth ? ['wider than the screen'] : [];
    });
    note('search: on a phone', language, faults);
    await tab.close();
  }
  await context.close();
}
