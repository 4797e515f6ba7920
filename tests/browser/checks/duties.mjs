import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { extractText, getDocumentProxy } from 'unpdf';
import { ON_PHONE, serve, visitAll } from '../lib.mjs';

/** The first screen of a common phone. */
const FIRST_SCREEN = { viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true };
const A4 = { width: 595, height: 842 };

/** What the pages of roles promise: see docs/duty-pages.md. */
export default async function duties(run) {
  const { site } = run;
  await atAGlance(run);
  await sheets(run);
  const server = await serve(site);
  for (const root of [site.address('').replace(/\/$/, ''), server.address]) {
    await ticks(run, root);
    await comparison(run, root);
  }
  await server.close();
  await withoutScripts(run);
}

const pagesOf = (site, kind) => site.pages.filter((page) => site.kind(page) === kind);

/** Who I am, whom I report to, who reports to me and the beginning of my duties stand on the first screen of a phone. */
async function atAGlance({ site, browser, note }) {
  await visitAll({ browser, note }, pagesOf(site, 'role'), FIRST_SCREEN, async (tab, page) => {
    await tab.goto(site.address(page), { waitUntil: 'load' });
    const below = await tab.evaluate(() => {
      const wanted = ['h1', '.relations div:nth-child(1) dd', '.relations div:nth-child(2) dd', '.duties li p, main .notice'];
      return wanted.filter((name) => !(document.querySelector(name)?.getBoundingClientRect().bottom < innerHeight));
    });
    note('a duty page says the most on the first screen', page, below);
  });
}

/** A sheet prints on one A4 page, which has the hash of the text that is on it. */
async function sheets({ site, browser, note }) {
  await visitAll({ browser, note }, pagesOf(site, 'acknowledgement'), {}, async (tab, page) => {
    await tab.goto(site.address(page), { waitUntil: 'load' });
    const { text, digest, file } = await tab.evaluate(() => ({
      text: document.getElementById('page-text').textContent,
      digest: document.querySelector('.digest').textContent.replaceAll(/\s/g, ''),
      file: document.querySelector('a[href$=".txt"]').getAttribute('href'),
    }));
    const hash = (bytes) => createHash('sha256').update(bytes).digest('hex');
    const pdf = await getDocumentProxy(new Uint8Array(await tab.pdf({ preferCSSPageSize: true, format: 'A4' })));
    const printed = await extractText(pdf, { mergePages: true });
    const { width, height } = (await pdf.getPage(1)).getViewport({ scale: 1 });
    const faults = [];
    if (hash(text) !== digest) faults.push('the hash is not that of the text on the page');
    if (hash(readFileSync(path.join(site.root, path.dirname(page), file))) !== digest) faults.push('nor that of the file');
    if (!printed.text.replaceAll(/\s/g, '').includes(digest)) faults.push('the hash is not on paper');
    if (printed.totalPages !== 1) faults.push(`${printed.totalPages} pages`);
    if (Math.abs(width - A4.width) > 2 || Math.abs(height - A4.height) > 2) faults.push(`${width} by ${height} points`);
    note('a sheet prints on one A4 page with its hash', page, faults);
  });
}

/** What is ticked stays ticked, in every language, until its text changes or the reader clears the list. */
async function ticks({ site, browser, note }, root) {
  for (const page of pagesOf(site, 'first-days').slice(0, 1)) {
    const context = await browser.newContext(ON_PHONE);
    const tab = await context.newPage();
    const faults = [];
    const expect = async (what, ticked, changed = 0) => {
      const seen = await tab.evaluate(() => ({
        ticked: [...document.querySelectorAll('.checklist input')].flatMap((box, index) => (box.checked ? [index] : [])),
        changed: [...document.querySelectorAll('.changed')].filter((mark) => mark.checkVisibility()).length,
        value: document.querySelector('progress').value,
        all: document.querySelector('progress').max,
        said: document.querySelector('.progress [role=status]').textContent,
        boxes: document.querySelectorAll('.checklist input').length,
      }));
      if (seen.ticked.join() !== ticked.join()) faults.push(`${what}: ticked ${seen.ticked}, not ${ticked}`);
      if (seen.value !== ticked.length || seen.all !== seen.boxes) faults.push(`${what}: progress ${seen.value} of ${seen.all}`);
      if (!seen.said.includes(ticked.length) || !seen.said.includes(seen.boxes)) faults.push(`${what}: says "${seen.said}"`);
      if (seen.changed !== changed) faults.push(`${what}: ${seen.changed} points say that they changed, not ${changed}`);
    };
    await tab.goto(`${root}/${page}`, { waitUntil: 'load' });
    await expect('at first', []);
    const boxes = tab.locator('.checklist input');
    await boxes.nth(0).check();
    await boxes.nth(2).focus();
    await tab.keyboard.press('Space');
    await expect('when ticked', [0, 2]);
    await tab.reload({ waitUntil: 'load' });
    await expect('when loaded again', [0, 2]);
    for (const other of site.counterparts(page)) {
      await tab.goto(`${root}/${other}`, { waitUntil: 'load' });
      await expect('in another language', [0, 2]);
    }
    await tab.goto(`${root}/${page}`, { waitUntil: 'load' });
    // As if its text had been another when it was ticked.
    await tab.evaluate(() => {
      const key = `rolebook.first-days.${document.querySelector('.progress').dataset.role}`;
      const kept = JSON.parse(localStorage.getItem(key)) ?? {};
      kept[document.querySelector('.checklist input').dataset.item] = '00000000 00000000';
      localStorage.setItem(key, JSON.stringify(kept));
    });
    await tab.reload({ waitUntil: 'load' });
    await expect('when a text has changed', [2], 1);
    tab.once('dialog', (dialog) => dialog.dismiss());
    await tab.locator('.progress button').click();
    await expect('when clearing is called off', [2], 1);
    tab.once('dialog', (dialog) => dialog.accept());
    await tab.locator('.progress button').click();
    await expect('when cleared', []);
    await tab.reload({ waitUntil: 'load' });
    await expect('when loaded after that', []);
    await context.close();
    note(`ticks are kept (${new URL(root).protocol})`, page, faults);
  }
}

/** Two roles are chosen with the keyboard alone and stand side by side, on a phone one below the other. */
async function comparison({ site, browser, note }, root) {
  for (const page of pagesOf(site, 'compare')) {
    const context = await browser.newContext({ viewport: { width: 1280, height: 900 } });
    const tab = await context.newPage();
    const faults = [];
    const errors = [];
    tab.on('pageerror', (error) => errors.push(error.message));
    await tab.goto(`${root}/${page}`, { waitUntil: 'load' });
    const [a, b] = await tab.locator('[data-role]').evaluateAll((links) => links.slice(-2).map((link) => link.dataset.role));
    const names = await tab.locator('[data-role]').evaluateAll((links) => links.slice(-2).map((link) => link.textContent));
    await tab.locator('select').first().focus();
    const last = await tab.locator('select').first().locator('option').count();
    for (let step = 1; step < last - 1; step += 1) await tab.keyboard.press('ArrowDown');
    await tab.keyboard.press('Tab');
    await tab.keyboard.press('End');
    await tab.keyboard.press('Tab');
    await Promise.all([tab.waitForURL(/\?a=/), tab.keyboard.press('Enter')]);
    await tab.locator('#page-comparison h2').waitFor({ timeout: 5000 }).catch(() => faults.push('nothing is compared'));
    const query = new URL(tab.url()).search;
    if (query !== `?a=${a}&b=${b}`) faults.push(`compared ${query}, not ${a} and ${b}`);
    const heads = await tab.locator('#page-comparison thead th').allTextContents();
    if (heads.join() !== names.join()) faults.push(`the columns are ${heads}`);
    const rows = await tab.locator('#page-comparison tbody tr').count();
    if (rows < 5) faults.push(`only ${rows} facts`);
    const listed = await tab.evaluate(() => {
      const shown = [...document.querySelectorAll('.two')].map((pair) => pair.querySelectorAll('p').length || 1);
      const matched = document.querySelectorAll('.two').length;
      const only = [...document.querySelectorAll('.only > div')].map((side) => side.querySelectorAll('li').length);
      const counts = [...document.querySelectorAll('#page-comparison tbody tr:last-child td')].map((cell) => Number(cell.textContent));
      return { shown, lost: counts.filter((count, side) => count !== matched + only[side]) };
    });
    if (listed.lost.length > 0) faults.push(`some of ${listed.lost} duties are missing`);
    const [left, right] = await tab.locator('.only > div').evaluateAll((sides) => sides.map((side) => side.getBoundingClientRect().top));
    if (left !== right) faults.push('the duties do not stand side by side');
    await tab.setViewportSize(ON_PHONE.viewport);
    const [above, below] = await tab.locator('.only > div').evaluateAll((sides) => sides.map((side) => side.getBoundingClientRect().top));
    if (!(above < below)) faults.push('on a phone the duties do not stand one below the other');
    const other = await tab.locator('.languages a').first().getAttribute('href');
    if (!other.includes(query)) faults.push('the other language compares nothing');
    await tab.goto(`${root}/${page}?a=${a}&b=${a}`, { waitUntil: 'load' });
    if (!(await tab.locator('[role=alert]').isVisible())) faults.push('one role with itself gives no notice');
    await tab.goto(`${root}/${page}?a=../../x&b=<b>`, { waitUntil: 'load' });
    if (await tab.locator('#page-comparison').isVisible()) faults.push('roles that there are not are compared');
    if (!(await tab.locator('[role=alert]').isVisible())) faults.push('roles that there are not give no notice');
    await context.close();
    note(`two roles are compared by keyboard (${new URL(root).protocol})`, page, [...faults, ...errors]);
  }
}

/** Without scripts the list is there to read and print, and the comparison says what to do instead. */
async function withoutScripts({ site, browser, note }) {
  const pages = [...pagesOf(site, 'first-days'), ...pagesOf(site, 'compare')];
  await visitAll({ browser, note }, pages, { javaScriptEnabled: false }, async (tab, page) => {
    await tab.goto(site.address(page), { waitUntil: 'load' });
    const faults = [];
    const seen = (name) => tab.locator(name).first().isVisible();
    if (site.kind(page) === 'compare') {
      if (!(await seen('main .notice'))) faults.push('no word on what needs scripts');
      if (await seen('form')) faults.push('a form that does nothing');
    } else {
      if (!(await seen('.checklist a'))) faults.push('no list');
      if (await seen('.progress')) faults.push('a progress that does not move');
    }
    note('lists and comparison say what they can without scripts', page, faults);
  });
}
