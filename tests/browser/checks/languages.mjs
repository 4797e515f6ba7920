import { DESK, visitAll } from '../lib.mjs';

/** On every page the switch leads to the same role in the other language, and from there back. */
export default async function languages(run) {
  const { site, note } = run;
  const pages = site.pages.filter(site.language);
  const check = 'language switch leads there and back';
  if (site.languages.length === 0) note(check, site.root, ['no language folder with an index.html']);
  else if (pages.length === 0) note(check, site.root, ['no pages']);
  if (site.languages.length < 2) return;

  await visitAll(run, pages, { viewport: DESK }, async (tab, page) => {
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
