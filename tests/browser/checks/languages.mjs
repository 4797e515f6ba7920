import { ON_PHONE, visitAll } from '../lib.mjs';

/** On every page, from a place deep in it, the switch leads to the same place in each other language, and from there back. */
export default async function languages(run) {
  const { site, note } = run;
  const pages = site.pages.filter(site.language);
  const check = 'language switch leads there and back';
  if (site.languages.length === 0) note(check, site.root, ['no language folder with an index.html']);
  else if (pages.length === 0) note(check, site.root, ['no pages']);
  if (site.languages.length < 2) return;

  for (const page of pages) {
    const missing = site.counterparts(page).filter((counterpart) => !site.files.has(counterpart));
    note('every page is there in every language', page, missing.map((counterpart) => `no ${counterpart}`));
  }

  // Each pair once, since the way leads there and back.
  const goals = (page) => site.counterparts(page).filter((other) => site.files.has(other) && page > other);
  const starts = pages.filter((page) => goals(page).length > 0);
  let deep = 0;
  await visitAll(run, starts, ON_PHONE, async (tab, page) => {
    const faults = [];
    for (const counterpart of goals(page)) {
      await tab.goto(site.address(page), { waitUntil: 'load' });
      const ids = [...site.text(counterpart).matchAll(/\sid="([^"]+)"/g)].map((found) => found[1]);
      const place = await tab.evaluate(goDeep, ids);
      if (place) deep += 1;
      const fault = (await switchTo(tab, site, counterpart, place)) ?? (await switchTo(tab, site, page, place));
      if (fault) faults.push(fault);
    }
    note(check, page, faults);
  });
  note('language switch was tried from within texts', site.root, deep * 2 > starts.length ? [] : [`only ${deep} times`]);
}

/** Runs inside the browser: scrolls to a unit far down the page that is one of `ids`. Gives its id, if there is any. */
function goDeep(ids) {
  const shared = new Set(ids);
  const lowest = document.documentElement.scrollHeight - innerHeight;
  const canBeReached = (unit) => shared.has(unit.id) && unit.checkVisibility() && unit.getBoundingClientRect().top < lowest;
  const units = [...document.querySelectorAll('main [id]:not(.alias)')].filter(canBeReached);
  const unit = units[Math.floor(units.length * 0.8)];
  unit?.scrollIntoView();
  return unit?.id;
}

/** Clicks the link on the open page that leads to `target`. Gives the fault, if that did not get there, and to `place`. */
async function switchTo(tab, site, target, place) {
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
  if (place && !(await tab.evaluate(isInSight, place))) return `"${from}": at #${place} the switch led to ${tab.url()}`;
  return null;
}

/** Runs inside the browser: whether the beginning of the unit `id` can be seen. */
function isInSight(id) {
  const { top } = document.getElementById(id).getBoundingClientRect();
  return top >= 0 && top < innerHeight;
}
