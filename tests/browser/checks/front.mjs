import { DESK, ON_PHONE, measure, visitAll } from '../lib.mjs';

/** Pages outside the language folders that a reader may meet first. */
const FRONT = ['index.html', '404.html'];

/** The landing page and the page for what is not found are there and have a heading of their own, on a phone and a desk. */
export default async function front(run) {
  const { site, note } = run;
  const check = 'landing page and 404 page have a visible h1';
  for (const page of FRONT.filter((page) => !site.files.has(page))) note(check, page, ['no such page']);
  const pages = FRONT.filter((page) => site.files.has(page));
  // The landing page may send its reader on by script, so it is looked at as it stands.
  for (const view of [ON_PHONE, { viewport: DESK }]) {
    await visitAll(run, pages, { ...view, javaScriptEnabled: false }, async (tab, page) => {
      await tab.goto(site.address(page), { waitUntil: 'load' });
      const shown = await measure(tab);
      note(check, page, shown.heading ? [] : [`no visible h1 at ${view.viewport.width} px`]);
    });
  }
}
