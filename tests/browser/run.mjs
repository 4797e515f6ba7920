// Opens every page of a built site in Chromium, straight from its folder, as a reader without a server would.
//
//   node run.mjs [SITE]      SITE is the built folder, by default the project's `output`
//
// Exit status: 0 all passed, 1 something failed, 2 could not run.

import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { launch } from './chromium.mjs';
import { extract, follow, openSite } from './site.mjs';

const PHONE = { width: 360, height: 740 };
/** A phone lays a page out by its viewport meta element and is touched, which a narrow window is not. */
const ON_PHONE = { viewport: PHONE, isMobile: true, hasTouch: true };
/** Pages outside the language folders that a reader may meet first. */
const FRONT = ['index.html', '404.html'];
const DESK = { width: 1280, height: 900 };
const AT_ONCE = 3;
const SHOWN = 20;
/** With scripts off a page must show at least this share of the text that it shows with them. */
const TEXT_WITHOUT_SCRIPTS = 0.9;

const checks = new Map();

/** Notes that `check` holds on `page`, or the faults that say why not. */
function note(check, page, faults) {
  const results = checks.get(check) ?? { passed: 0, failures: [] };
  checks.set(check, results);
  if (faults.length === 0) results.passed += 1;
  else results.failures.push({ page, faults });
}

async function main() {
  const folder = process.argv[2] ?? fileURLToPath(new URL('../../output', import.meta.url));
  if (!existsSync(folder)) throw new Error(`no such folder: ${folder} (run \`rolebook build\` first)`);
  const site = openSite(folder);
  if (site.pages.length === 0) throw new Error(`no pages in ${folder} (run \`rolebook build\` first)`);

  const browser = await launch();
  try {
    await checkLinks(browser, site);
    const texts = await checkPages(browser, site);
    await checkWithoutScripts(browser, site, texts);
    await checkFront(browser, site);
    await checkLanguageSwitch(browser, site);
  } finally {
    await browser.close();
  }
  return report(site);
}

/** Every link within the site, as it stands in the files, leads to an existing file and anchor. */
async function checkLinks(browser, site) {
  const blank = await browser.newPage();
  const facts = new Map();
  for (let start = 0; start < site.pages.length; start += 50) {
    const some = site.pages.slice(start, start + 50);
    const found = await blank.evaluate(extract, some.map(site.text));
    some.forEach((page, index) => {
      facts.set(page, { ...found[index], anchors: new Set(found[index].anchors) });
    });
  }
  await blank.close();

  for (const page of site.pages) {
    const { links, base } = facts.get(page);
    const faults = [];
    for (const link of links) {
      const target = follow(site, page, link, base);
      if (target.external) continue;
      if (target.fault) faults.push(`${link}: ${target.fault}`);
      else if (target.fragment && target.fragment !== 'top' && facts.has(target.file)) {
        const anchor = target.fragment.split(':~:')[0];
        if (anchor && !facts.get(target.file).anchors.has(anchor)) {
          faults.push(`${link}: ${target.file} has no anchor "${anchor}"`);
        }
      }
    }
    note('links and anchors resolve', page, faults);
  }
}

/** Every page on a phone: no errors, no requests to elsewhere, no sideways scrolling. Gives its length of text. */
async function checkPages(browser, site) {
  const texts = new Map();
  await visitAll(browser, site.pages, ON_PHONE, async (tab, page) => {
    const errors = [];
    const requests = [];
    const onConsole = (message) => message.type() === 'error' && errors.push(message.text());
    const onError = (error) => errors.push(error.message);
    const onRequest = (request) => {
      if (!/^(file|data|blob|about):/.test(request.url())) requests.push(request.url());
    };
    tab.on('console', onConsole);
    tab.on('pageerror', onError);
    tab.on('request', onRequest);
    await tab.goto(site.address(page), { waitUntil: 'load' });
    const shown = await measure(tab);
    tab.off('console', onConsole);
    tab.off('pageerror', onError);
    tab.off('request', onRequest);

    texts.set(page, shown.text);
    note('no console errors', page, errors);
    note('no requests outside the folder', page, requests);
    note(`no sideways scroll at ${PHONE.width} px`, page, sidewaysFaults(shown));
  });
  return texts;
}

/** Every page with scripts off: its heading, its text and its links are there all the same. */
async function checkWithoutScripts(browser, site, texts) {
  const options = { ...ON_PHONE, javaScriptEnabled: false };
  await visitAll(browser, site.pages, options, async (tab, page) => {
    await tab.goto(site.address(page), { waitUntil: 'load' });
    const shown = await measure(tab);
    const faults = sidewaysFaults(shown);
    if (!shown.title) faults.push('no title');
    if (!shown.heading) faults.push('no visible h1');
    if (shown.text === 0) faults.push('no text');
    if (shown.links === 0) faults.push('no visible link');
    // The results of a search need scripts, and the front door may choose a language by script.
    const comparable = site.language(page) && !page.endsWith('/search.html');
    if (comparable && shown.text < texts.get(page) * TEXT_WITHOUT_SCRIPTS) {
      faults.push(`only ${shown.text} of ${texts.get(page)} characters are shown`);
    }
    note('works with scripts off', page, faults);
  });
}

/** The landing page and the page for what is not found are there and have a heading of their own, on a phone and a desk. */
async function checkFront(browser, site) {
  const check = 'landing page and 404 page have a visible h1';
  for (const page of FRONT.filter((page) => !site.files.has(page))) note(check, page, ['no such page']);
  const pages = FRONT.filter((page) => site.files.has(page));
  // The landing page may send its reader on by script, so it is looked at as it stands.
  for (const view of [ON_PHONE, { viewport: DESK }]) {
    await visitAll(browser, pages, { ...view, javaScriptEnabled: false }, async (tab, page) => {
      await tab.goto(site.address(page), { waitUntil: 'load' });
      const shown = await measure(tab);
      note(check, page, shown.heading ? [] : [`no visible h1 at ${view.viewport.width} px`]);
    });
  }
}

/** On every role page the switch leads to the same role in the other language, and from there back. */
async function checkLanguageSwitch(browser, site) {
  const roles = site.pages.filter(site.isRole);
  const check = 'language switch leads there and back';
  if (site.languages.length === 0) note(check, site.root, ['no language folder with an index.html']);
  else if (roles.length === 0) note(check, site.root, ['no role pages']);
  if (site.languages.length < 2) return;

  await visitAll(browser, roles, { viewport: DESK }, async (tab, page) => {
    const faults = [];
    for (const counterpart of site.counterparts(page)) {
      if (!site.files.has(counterpart)) {
        faults.push(`no counterpart ${counterpart}`);
        continue;
      }
      await tab.goto(site.address(page), { waitUntil: 'load' });
      const fault = (await switchTo(tab, site, counterpart)) ?? (await switchTo(tab, site, page));
      if (fault) faults.push(fault);
    }
    note(check, page, faults);
  });
}

/** Clicks the link on the open page that leads to `target`. Gives the fault, if that did not get there. */
async function switchTo(tab, site, target) {
  const address = site.address(target);
  const from = await tab.evaluate(() => document.title);
  const links = tab.locator('a[hreflang]');
  const index = await links.evaluateAll((anchors, wanted) => {
    const strip = (href) => decodeURI(href.split(/[?#]/)[0]);
    const leading = anchors.map((anchor) => strip(anchor.href) === decodeURI(wanted));
    anchors.forEach((anchor, at) => {
      const menu = leading[at] && anchor.closest('details');
      if (menu) menu.open = true;
    });
    const visible = anchors.findIndex((anchor, at) => leading[at] && anchor.getClientRects().length > 0);
    return visible >= 0 || !leading.includes(true) ? visible : -2;
  }, address);
  if (index === -1) return `"${from}" has no a[hreflang] that leads to ${target}`;
  if (index === -2) return `"${from}": the link to ${target} cannot be seen`;

  await links.nth(index).click({ timeout: 5000, noWaitAfter: true });
  const reached = (url) => decodeURI(url.href.split(/[?#]/)[0]) === decodeURI(address);
  try {
    await tab.waitForURL(reached, { timeout: 5000, waitUntil: 'load' });
  } catch {
    return `"${from}": the switch went to ${tab.url()} and not to ${target}`;
  }
  return null;
}

/** Runs `visit(tab, page)` for each page, a few at a time; what it throws is a failure of that page. */
async function visitAll(browser, pages, options, visit) {
  const context = await browser.newContext(options);
  const queue = [...pages];
  const work = async () => {
    for (let page = queue.shift(); page !== undefined; page = queue.shift()) {
      const tab = await context.newPage();
      try {
        await visit(tab, page);
      } catch (error) {
        note('pages open', page, [error.message.split('\n')[0]]);
      }
      await tab.close();
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
  await context.close();
}

/** What a reader sees of the open page. A page that sends its reader on is measured where that leads. */
async function measure(tab) {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await tab.evaluate(look);
    } catch (error) {
      if (attempt === 3) throw error;
      await tab.waitForLoadState('load');
    }
  }
}

/** Runs inside the browser. */
function look() {
  const seen = (element) => element.checkVisibility({ visibilityProperty: true });
  const width = document.documentElement.clientWidth;
  const wide = document.documentElement.scrollWidth;
  const culprits =
    wide <= width
      ? []
      : [...document.body.querySelectorAll('*')]
          .filter((element) => element.getBoundingClientRect().right > width + 1 && seen(element))
          .map((element) => element.tagName.toLowerCase() + [...element.classList].map((name) => `.${name}`).join(''));
  const main = document.querySelector('main') ?? document.body;
  return {
    width,
    wide,
    culprits: [...new Set(culprits)].slice(0, 3),
    title: document.title.trim(),
    heading: [...document.querySelectorAll('h1')].some(seen),
    text: main.innerText.replace(/\s+/g, '').length,
    links: [...document.querySelectorAll('a[href]')].filter(seen).length,
  };
}

function sidewaysFaults({ width, wide, culprits }) {
  return wide > width ? [`${wide} px wide on ${width} px: ${culprits.join(', ') || 'unknown element'}`] : [];
}

/** Prints what was found; gives the exit status. */
function report(site) {
  console.log(`${site.pages.length} pages, languages: ${site.languages.join(', ') || 'none'}`);
  let passed = 0;
  let failed = 0;
  for (const [check, { passed: good, failures }] of checks) {
    passed += good;
    failed += failures.length;
    console.log(`${failures.length === 0 ? 'ok  ' : 'FAIL'} ${check}: ${good} passed, ${failures.length} failed`);
    for (const { page, faults } of failures.slice(0, SHOWN)) {
      console.log(`     ${page}`);
      for (const fault of faults.slice(0, SHOWN)) console.log(`       ${fault}`);
      if (faults.length > SHOWN) console.log(`       and ${faults.length - SHOWN} more`);
    }
    if (failures.length > SHOWN) console.log(`     and ${failures.length - SHOWN} more pages`);
  }
  console.log(`${passed} passed, ${failed} failed`);
  return failed === 0 ? 0 : 1;
}

main().then(
  (status) => process.exit(status),
  (error) => {
    console.error(`browser tests: ${error.message}`);
    process.exit(2);
  },
);
