// What the checks share: views, walking over pages, what a reader sees of one, a server.

import { createServer } from 'node:http';
import { readFileSync } from 'node:fs';
import path from 'node:path';

/** A phone lays a page out by its viewport meta element and is touched, which a narrow window is not. */
export const ON_PHONE = { viewport: { width: 360, height: 740 }, isMobile: true, hasTouch: true };
export const DESK = { width: 1280, height: 900 };
const AT_ONCE = 3;

/** Runs `visit(tab, page)` for each page, a few at a time; what it throws is a failure of that page. */
export async function visitAll({ browser, note }, pages, options, visit) {
  const context = await browser.newContext(options);
  const queue = [...pages];
  const work = async () => {
    let tab;
    let last;
    for (let page = queue.shift(); page !== undefined; page = queue.shift()) {
      tab ??= await context.newPage();
      try {
        // From one anchor of a page to another the browser would not load it again.
        if (fileOf(page) === fileOf(last)) await tab.goto('about:blank');
        last = page;
        await visit(tab, page);
      } catch (error) {
        note('pages open', page, [error.message.split('\n')[0]]);
        await tab.close();
        tab = undefined;
      }
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
  await context.close();
}

const fileOf = (page) => page?.split('#')[0];

/** What a reader sees of the open page. A page that sends its reader on is measured where that leads. */
export async function measure(tab) {
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

/** What is wrong with the width of a page that was measured. */
export function sidewaysFaults({ width, wide, culprits }) {
  return wide > width ? [`${wide} px wide on ${width} px: ${culprits.join(', ') || 'unknown element'}`] : [];
}

/** Draws whole numbers below a limit, the same ones each time for the same seed. */
export function random(seed) {
  let state = [...seed].reduce((hash, character) => Math.imul(hash ^ character.charCodeAt(0), 0x01000193), 0x811c9dc5) >>> 0;
  return (limit) => {
    // Numerical Recipes' linear congruential generator; the high bits are the random ones.
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * limit);
  };
}

const TYPES = { '.html': 'text/html', '.css': 'text/css', '.js': 'text/javascript', '.json': 'application/json', '.svg': 'image/svg+xml', '.xml': 'application/xml', '.png': 'image/png' };

/** Serves `site` on this machine only. Gives its address without a slash at the end, and `close`. */
export async function serve(site) {
  const server = createServer((request, response) => {
    const file = requested(request.url);
    const found = site.files.has(file);
    const sent = found ? file : '404.html';
    const type = TYPES[path.extname(sent)] ?? 'text/plain';
    response.writeHead(found ? 200 : 404, { 'content-type': `${type}; charset=utf-8` });
    response.end(site.files.has(sent) ? readFileSync(path.join(site.root, sent)) : undefined);
  });
  await new Promise((resolve, reject) => server.once('error', reject).listen(0, '127.0.0.1', resolve));
  return {
    address: `http://127.0.0.1:${server.address().port}`,
    close: () => {
      const closed = new Promise((resolve) => server.close(resolve));
      // The browser keeps connections open for requests that do not come.
      server.closeAllConnections();
      return closed;
    },
  };
}

/** The file that a request asks for; nothing that a site has where its address cannot be read. */
function requested(address) {
  try {
    const file = decodeURIComponent(new URL(address, 'http://site').pathname).slice(1);
    return file === '' || file.endsWith('/') ? `${file}index.html` : file;
  } catch {
    return '';
  }
}
