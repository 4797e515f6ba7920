import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { HOME, html, writeHandbook } from '../attacks.mjs';
import { DESK, visitAll } from '../lib.mjs';
import { build, preview } from '../preview.mjs';
import { openSite } from '../site.mjs';

/** How long something may take on a busy machine, in milliseconds. */
const PATIENCE = 20_000;
/** What readers may type or be sent, and what the pages show again. */
const QUERIES = ['canary', 'onerror', '<img src=x onerror=canary(1)>', '"><script>canary(1)</script>', '</script>'];

/** Nothing that a handbook says runs in a browser, asks for something elsewhere or sends its reader there. */
export default async function hostile(run) {
  const folder = mkdtempSync(path.join(tmpdir(), 'rolebook-hostile-'));
  try {
    await attacks(run);
    const handbook = path.join(folder, 'handbook');
    const texts = writeHandbook(handbook);
    const built = path.join(folder, 'site');
    build(handbook, built);
    const site = openSite(built);
    const fromFolder = { own: site.address(''), address: site.address };
    // Without their content security policy the pages run nothing; with it, in the preview, there is nothing for it to stop.
    await pages(run, 'from a folder', site.pages, { ...fromFolder, bypassCSP: true });
    const others = [...site.files].filter((file) => !/\.(html|js|css)$/.test(file));
    await pages(run, 'in what is no page', others, fromFolder);
    const server = await preview(handbook);
    try {
      const own = `${server.address}/`;
      const address = (page) => own + page.split('/').map(encodeURIComponent).join('/');
      await pages(run, 'in the preview', site.pages, { own, address });
      const source = (text) => `${own}_rolebook/source.html?lang=en&path=${encodeURIComponent(text)}`;
      await pages(run, 'where the preview shows a text', texts, { own, address: source });
      await panel(run, handbook, own);
    } finally {
      await server.stop();
    }
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** Does its harm, each attack, where there is no defence? Else nothing is shown by its doing none on a site. */
async function attacks({ browser, note }) {
  const own = 'http://undefended.example/';
  const tab = await browser.newPage();
  const { take } = await watched(tab, own);
  const frame = (attack) => `<iframe srcdoc="${attack.replaceAll('&', '&amp;').replaceAll('"', '&quot;')}"></iframe>`;
  const body = html('attack').map(frame).join('\n');
  await tab.route('**', (route) => (route.request().url() === own ? route.fulfill({ contentType: 'text/html', body }) : route.abort()));
  await tab.goto(own);
  // One of them sends its frame away.
  for (const own of tab.frames()) await own.evaluate(touch, []).catch(() => {});
  const seen = take().join('\n');
  for (const [at, attack] of html('attack').entries()) {
    note('hostile: an attack that nobody wards off is seen', attack, seen.includes(`attack-${at}-`) ? [] : ['it is not']);
  }
  await tab.close();
}

/** Opens pages, and does on each what a reader may do. */
async function pages(run, way, all, { own, address, bypassCSP = false }) {
  const watches = new Map();
  await visitAll(run, all, { viewport: DESK, bypassCSP }, async (tab, page) => {
    if (!watches.has(tab)) watches.set(tab, await watched(tab, own));
    await tab.goto(address(page), { waitUntil: 'load' });
    const faults = await provoke(tab, own);
    if (page.endsWith('/search.html')) faults.push(...(await search(tab, own)));
    if (page.endsWith('/compare.html')) faults.push(...(await compare(tab, own)));
    run.note(`hostile: nothing runs ${way}`, page, [...watches.get(tab).take(), ...faults]);
  });
}

/** Notes what a page does that it may not; `own` is how the addresses of the site begin. */
async function watched(tab, own) {
  let faults = [];
  const isOwn = (url) => [own, HOME, 'about:'].some((begin) => url.startsWith(begin));
  await tab.exposeFunction('canary', (name) => faults.push(`runs: ${name}`));
  tab.on('dialog', (dialog) => {
    // The theme asks before it clears a list.
    if (dialog.type() !== 'confirm') faults.push(`opens a dialog: ${dialog.message()}`);
    dialog.dismiss();
  });
  tab.on('popup', (popup) => faults.push(`opens ${popup.url()}`));
  tab.on('request', (request) => isOwn(request.url()) || faults.push(`asks for ${request.url()}`));
  tab.on('framenavigated', (frame) => isOwn(frame.url()) || faults.push(`goes to ${frame.url()}`));
  tab.on('pageerror', (error) => faults.push(error.message));
  tab.on('console', (message) => {
    // An image that is missing does no harm.
    const isMissing = /Failed to load resource/.test(message.text());
    if (message.type() === 'error' && !isMissing && !message.text().includes(HOME)) faults.push(message.text());
  });
  return {
    /** The faults since it was last asked. */
    take: () => {
      const taken = faults;
      faults = [];
      return taken;
    },
  };
}

/** Touches all that there is on the page, and reads where its links lead. A page may send its reader on meanwhile. */
async function provoke(tab, own) {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await tab.evaluate(touch, [own, HOME]);
    } catch (error) {
      if (attempt === 3) throw error;
      await tab.waitForLoadState('load');
    }
  }
}

/** Runs inside the browser. */
async function touch(own) {
  // What is no page the browser shows in one of its own.
  if (document.contentType !== 'text/html') return [];
  // What listens to a click shall get it, but no link shall be followed.
  const stay = (event) => event.preventDefault();
  for (const kind of ['click', 'submit']) addEventListener(kind, stay, true);
  const roots = [document];
  for (const element of document.querySelectorAll('*')) if (element.shadowRoot) roots.push(element.shadowRoot);
  const elements = roots.flatMap((root) => [...root.querySelectorAll('*')]);
  const faults = [];
  for (const element of elements) {
    const shown = element.cloneNode().outerHTML?.slice(0, 200);
    for (const { name, value } of element.attributes) {
      if (name.startsWith('on') || name === 'srcdoc' || (name === 'style' && value)) faults.push(`has ${name}: ${shown}`);
      if (!/^(xlink:)?(href|src|action|formaction|data|poster|ping|srcset|background)$/.test(name)) continue;
      const url = new URL(value, document.baseURI);
      const leadsOn = element.matches('a[href]') && ['http:', 'https:', 'mailto:', 'tel:', 'vscode:'].includes(url.protocol) && url.hostname !== 'evil.example';
      if (!own.some((begin) => url.href.startsWith(begin)) && !leadsOn) faults.push(`leads to ${url.protocol} ${shown}`);
    }
    if (element.matches('a, button, summary, [tabindex], p, li, td, img, svg, form, input, b, code')) {
      for (const kind of ['mouseover', 'focus', 'toggle', 'click']) element.dispatchEvent(new MouseEvent(kind, { bubbles: kind !== 'focus', cancelable: true, composed: true }));
    }
  }
  if (document.querySelector('iframe, object, embed, base, math, template')) faults.push('has an element that no handbook needs');
  // What an event has begun goes on now.
  await new Promise((resolve) => { setTimeout(resolve, 0); });
  for (const kind of ['click', 'submit']) removeEventListener(kind, stay, true);
  return faults;
}

/** Searches for what the attacks say, and with words that are attacks. */
async function search(tab, own) {
  const faults = [];
  for (const query of QUERIES) {
    const address = new URL(tab.url());
    address.search = `?q=${encodeURIComponent(query)}`;
    await tab.goto(address.href, { waitUntil: 'load' });
    await tab.waitForFunction(() => document.querySelector('.search-here .count')?.textContent, null, { timeout: PATIENCE });
    const found = await tab.locator('.search-here .results li').count();
    if (query === QUERIES[0] && found < 5) faults.push(`“${query}” has ${found} results`);
    faults.push(...(await provoke(tab, own)));
  }
  return faults;
}

/** Compares the two roles whose every word is an attack, and roles that are attacks themselves. */
async function compare(tab, own) {
  const faults = [];
  for (const [a, b] of [['a', 'b'], QUERIES.slice(2, 4)]) {
    const address = new URL(tab.url());
    address.search = new URLSearchParams({ a, b });
    await tab.goto(address.href, { waitUntil: 'load' });
    await tab.waitForSelector(a === 'a' ? '#page-comparison:not([hidden])' : '[role=alert]:not([hidden])', { timeout: PATIENCE });
    if (a === 'a' && !(await tab.locator('#page-comparison').innerText()).includes('canary')) faults.push('nothing is compared');
    faults.push(...(await provoke(tab, own)));
  }
  return faults;
}

/** The panel with the findings, and a page whose text becomes an attack while it is looked at. */
async function panel({ browser, note }, handbook, own) {
  const context = await browser.newContext({ viewport: DESK, bypassCSP: true });
  const tab = await context.newPage();
  const watch = await watched(tab, own);
  await tab.goto(`${own}zh/reg/01.html`);
  await tab.locator('aside[data-preview] .toggle').click();
  await tab.locator('aside[data-preview] .panel li', { hasText: 'canary' }).first().waitFor({ timeout: PATIENCE });
  const faults = await provoke(tab, own);
  const chapter = path.join(handbook, 'zh/reg/01.md');
  const more = html('later').map((attack) => attack.replaceAll('\n', ' ')).join(' ');
  writeFileSync(chapter, `${readFileSync(chapter, 'utf8')}\nafterwards [x](javascript:canary('later')) ${more}\n`);
  await tab.waitForFunction(() => document.querySelector('main').textContent.includes('afterwards'), null, { timeout: PATIENCE });
  faults.push(...(await provoke(tab, own)));
  note('hostile: nothing runs in the panel of the preview and on a page that changes', 'zh/reg/01.html', [...watch.take(), ...faults]);
  await context.close();
}
