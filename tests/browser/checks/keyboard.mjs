import { DESK, ON_PHONE, visitAll } from '../lib.mjs';

/** A reader gives up sooner. */
const MOST_STOPS = 150;
/** So many stops of each kind of page are looked at. */
const STOPS = 25;

/** With Tab and Enter alone: from the first page to a duty, and a focus that can be seen wherever it stops. */
export default async function keyboard(run) {
  for (const view of [{ viewport: DESK }, ON_PHONE]) {
    await visitAll(run, run.site.languages, view, async (tab, language) => {
      const check = `keyboard leads from the first page to a duty at ${view.viewport.width} px`;
      run.note(check, language, await walk(tab, run.site, language));
    });
  }
  await visitAll(run, run.site.specimens(), { viewport: DESK }, async (tab, page) => {
    await tab.goto(run.site.address(page), { waitUntil: 'load' });
    const faults = [];
    for (let stop = await next(tab), count = 0; stop.name !== 'body' && count < STOPS; stop = await next(tab), count += 1) {
      faults.push(...stop.faults);
    }
    run.note('focus can be seen', page, faults);
  });
}

/** Walks from the front page to a duty of the first role that it comes by. Gives what stood in the way. */
async function walk(tab, site, language) {
  const pages = new Map(site.pages.map((page) => [site.address(page), page]));
  const pageAt = (href) => pages.get(href?.split('#')[0]);
  const isRole = (stop) => stop.main && site.kind(pageAt(stop.href) ?? 'index.html') === 'role';
  await tab.goto(site.address('index.html'), { waitUntil: 'load' });
  const home = `${language}/index.html`;
  return (
    (await follow(tab, (stop) => pageAt(stop.href) === home)) ??
    (await skip(tab)) ??
    (await follow(tab, isRole)) ??
    (await skip(tab)) ??
    (await follow(tab, (stop) => stop.duty && stop.href.includes('#'))) ??
    (await arrived(tab)) ??
    []
  );
}

/** Goes on to the first stop that is `wanted`, and enters it. Gives the faults on the way, if there are any. */
async function follow(tab, wanted) {
  const from = tab.url();
  for (let count = 0; count < MOST_STOPS; count += 1) {
    const stop = await next(tab);
    if (stop.faults.length > 0) return stop.faults;
    if (stop.name === 'body') return [`${from}: no link found that leads on`];
    if (!wanted(stop)) continue;
    await tab.keyboard.press('Enter');
    await tab.waitForURL(stop.href, { timeout: 5000, waitUntil: 'load' });
    return null;
  }
  return [`${from}: no link found within ${MOST_STOPS} stops`];
}

/** Passes over what every page begins with by its first stop. */
async function skip(tab) {
  const stop = await next(tab);
  await tab.keyboard.press('Enter');
  const inMain = await tab.evaluate(() => document.activeElement.closest('main') !== null);
  return stop.faults.length === 0 && inMain ? null : [...stop.faults, `${tab.url()}: the first stop does not lead to the text`];
}

/** Whether what the address names can be seen. */
async function arrived(tab) {
  const seen = await tab.evaluate(() => {
    const box = document.querySelector(':target')?.getBoundingClientRect();
    return box !== undefined && box.top >= 0 && box.top < innerHeight;
  });
  return seen ? null : [`${tab.url()}: the duty is not in sight`];
}

/** Presses Tab and looks where that leads. */
async function next(tab) {
  await tab.keyboard.press('Tab');
  return tab.evaluate(look);
}

/** Runs inside the browser: what has the focus, and what keeps a reader from seeing that. */
function look() {
  const element = document.activeElement;
  const name = element.tagName.toLowerCase();
  const stop = { name, href: element.href?.baseVal ?? element.href, main: Boolean(element.closest('main')), duty: Boolean(element.closest('.duties')), faults: [] };
  if (name === 'body') return stop;

  const says = `${name}${[...element.classList].map((own) => `.${own}`).join('')} "${element.textContent.trim().slice(0, 30)}"`;
  const boxes = [...element.getClientRects()];
  const isOpen = (box) => {
    const [left, right] = [Math.max(box.left, 0), Math.min(box.right, innerWidth)];
    const [top, bottom] = [Math.max(box.top, 0), Math.min(box.bottom, innerHeight)];
    if (left >= right || top >= bottom) return false;
    const found = document.elementFromPoint((left + right) / 2, (top + bottom) / 2);
    // What takes no clicks is found through what it stands in.
    return found !== null && (element.contains(found) || found.contains(element));
  };
  if (!boxes.some(isOpen)) stop.faults.push(`${location.pathname}: ${says} has the focus out of sight`);

  const style = () =>
    [element, ...element.querySelectorAll('*')].map((part) => {
      const { outline, outlineStyle, boxShadow, backgroundColor, stroke, strokeWidth, borderColor } = getComputedStyle(part);
      return [outlineStyle === 'none' ? '' : outline, boxShadow, backgroundColor, stroke, strokeWidth, borderColor].join();
    }).join(';');
  const focused = style();
  element.blur();
  if (style() === focused) stop.faults.push(`${location.pathname}: ${says} looks the same with the focus`);
  element.focus({ preventScroll: true });
  return stop;
}
