import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { DESK, ON_PHONE } from '../lib.mjs';
import { preview } from '../preview.mjs';

const HANDBOOK = fileURLToPath(new URL('../../../handbook', import.meta.url));
const CHAPTER = 'customer-service/01-positions';
/** How long something may take on a busy machine, in milliseconds. */
const PATIENCE = 20_000;

/** Who writes sees it: what is saved is shown without the page moving, and what is wrong is listed. */
export default async function follows({ browser, note }) {
  const folder = mkdtempSync(path.join(tmpdir(), 'rolebook-preview-'));
  cpSync(HANDBOOK, folder, { recursive: true });
  const server = await preview(folder);
  try {
    for (const [way, options] of [['desk', { viewport: DESK }], ['phone', ON_PHONE]]) {
      const context = await browser.newContext(options);
      for (const language of ['zh', 'en']) {
        const say = (check, faults) => note(`preview: ${check}`, `${language}, ${way}`, faults);
        const tab = await context.newPage();
        const errors = [];
        tab.on('pageerror', (error) => errors.push(error.message));
        tab.on('console', (message) => message.type() === 'error' && errors.push(message.text()));
        await tab.goto(`${server.address}/${language}/${CHAPTER}.html`);
        say('a changed duty is shown, and the page stays where it is', await edit(tab, folder, language));
        say('the findings are listed, and lead to their lines', await findings(tab, folder, language));
        say('no errors', errors);
        await tab.close();
      }
      await context.close();
    }
    const tab = await browser.newPage();
    await tab.goto(`${server.address}/zh/organisation.html`);
    note('preview: a page with a script of its own is loaded anew', 'zh', await renamed(tab, folder));
    const status = await server.stop();
    const lost = await tab.waitForFunction(() => document.querySelector('aside[data-preview]').shadowRoot.querySelector('.toggle.off'), null, { timeout: PATIENCE }).catch(() => null);
    note('preview: its end is told', 'zh', [...(status === 0 ? [] : [`status ${status}`]), ...(lost ? [] : ['the page does not say so'])]);
    await tab.close();
  } finally {
    await server.stop();
    rmSync(folder, { recursive: true });
  }
}

/** Changes a text file of the handbook; gives what puts it back. */
function change(folder, file, from, to) {
  const at = path.join(folder, file);
  const text = readFileSync(at, 'utf8');
  const changed = text.replace(from, to);
  if (changed === text) throw new Error(`${file} has nothing like ${from}`);
  writeFileSync(at, changed);
  return () => writeFileSync(at, text);
}

async function edit(tab, folder, language) {
  const mark = `[${language}]`;
  // In the middle of the page: there is something above and below that could move it.
  const seen = await tab.evaluate(() => {
    globalThis.isTheSamePage = true;
    globalThis.lit = 0;
    const count = (changes) => { globalThis.lit += changes.filter(({ target }) => target.matches('.rolebook-changed')).length; };
    new MutationObserver(count).observe(document.querySelector('main'), { subtree: true, attributes: true, attributeFilter: ['class'] });
    const items = [...document.querySelectorAll('main ol > li')].filter((item) => item.childElementCount === 0 || !item.querySelector('ol, ul'));
    const item = items[Math.floor(items.length / 2)];
    item.scrollIntoView({ block: 'center' });
    return { scroll: scrollY, text: item.innerText.trim().split('\n').at(-1) };
  });
  const words = seen.text.replace(/[；;。.]$/, '').slice(-8);
  const restore = change(folder, `${language}/${CHAPTER}.md`, words, words + mark);
  try {
    await tab.waitForFunction((mark) => document.querySelector('main').innerText.includes(mark), mark, { timeout: PATIENCE });
  } catch {
    return [`“${words}${mark}” is not shown`];
  } finally {
    restore();
  }
  const after = await tab.evaluate(() => ({ scroll: scrollY, kept: globalThis.isTheSamePage === true, lit: globalThis.lit }));
  await tab.waitForFunction((mark) => !document.querySelector('main').innerText.includes(mark), mark, { timeout: PATIENCE });
  return [
    ...(seen.scroll > 200 ? [] : [`the page is not scrolled: ${seen.scroll}`]),
    ...(Math.abs(after.scroll - seen.scroll) <= 1 ? [] : [`it moved from ${seen.scroll} to ${after.scroll}`]),
    ...(after.kept ? [] : ['the page was loaded anew']),
    ...(after.lit > 0 ? [] : ['the place is not shown']),
  ];
}

async function findings(tab, folder, language) {
  const restore = change(folder, `zh/${CHAPTER}.md`, '直接下级：襄理、PA助理', '直接下级：PA助理');
  try {
    const toggle = tab.locator('aside[data-preview] .toggle.error');
    await toggle.waitFor({ timeout: PATIENCE });
    await toggle.click();
    const item = tab.locator('aside[data-preview] li', { hasText: 'RB301' });
    await item.first().waitFor({ timeout: PATIENCE });
    const place = item.locator('a').first();
    const [source] = await Promise.all([tab.context().waitForEvent('page'), place.click()]);
    await source.waitForLoadState();
    const line = await source.evaluate(() => document.querySelector(':target')?.innerText ?? '');
    await source.close();
    const editor = await item.locator('a[href^="vscode:"]').first().getAttribute('href');
    await toggle.click();
    const faults = [];
    if (!line.includes('直接上级：行政协理') || !line.includes('RB301')) faults.push(`the place leads to “${line}”`);
    const expected = `${folder}/zh/${CHAPTER}.md:`;
    if (!decodeURIComponent(editor).includes(expected)) faults.push(`the editor would open ${editor}`);
    const own = await item.first().innerText();
    if (own.includes('写明') !== (language === 'zh')) faults.push(`it speaks another language: ${own}`);
    return faults;
  } catch (error) {
    return [error.message.split('\n')[0]];
  } finally {
    restore();
    await tab.locator('aside[data-preview] .toggle:not(.error)').waitFor({ timeout: PATIENCE });
  }
}

async function renamed(tab, folder) {
  const restore = change(folder, 'roles.toml', 'zh = "襄理"', 'zh = "大襄理"');
  try {
    await tab.waitForFunction(() => document.querySelector('main').textContent.includes('大襄理'), null, { timeout: PATIENCE });
    return [];
  } catch {
    return ['the new name is not shown'];
  } finally {
    restore();
  }
}
