import { extract, follow } from '../site.mjs';

/** A page that is shown where there is none: nothing links to it. */
const NOT_FOUND = '404.html';

/** Every link within the site, as it stands in the files, leads to an existing file and anchor, and to every page leads one. */
export default async function links({ browser, site, note }) {
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

  const leadsTo = new Map();
  for (const page of site.pages) {
    const { links, base } = facts.get(page);
    const faults = [];
    for (const link of links) {
      const target = follow(site, page, link, base);
      if (target.external) continue;
      leadsTo.set(page, [...(leadsTo.get(page) ?? []), target.file]);
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

  const reached = new Set(['index.html', NOT_FOUND]);
  for (const page of reached) for (const next of leadsTo.get(page) ?? []) reached.add(next);
  for (const page of site.pages) note('pages can be reached from the first', page, reached.has(page) ? [] : ['no link leads here']);
}
