import axe from 'axe-core';
import { DESK, serve, visitAll } from '../lib.mjs';

const NARROW = { width: 320, height: 640 };
/** On a desk the dark scheme has no colours but those of a phone. */
const VIEWS = [
  { viewport: NARROW, colorScheme: 'light' },
  { viewport: NARROW, colorScheme: 'dark' },
  { viewport: DESK, colorScheme: 'light' },
];
/** Off by default: a target is at least 24 px high and wide, or has that much room (WCAG 2.2, 2.5.8). */
const RULES = { 'target-size': { enabled: true } };

/** axe finds nothing on any kind of page, in any language, in both colour schemes at 320 px and on a desk. */
export default async function accessibility(run) {
  const { site, note } = run;
  // From a folder axe could not read the stylesheets.
  const server = await serve(site);
  for (const view of VIEWS) {
    const { viewport, colorScheme } = view;
    await visitAll(run, site.specimens(), view, async (tab, page) => {
      await tab.goto(`${server.address}/${page}`, { waitUntil: 'load' });
      // The driver's own way into a page, which the content security policy does not concern.
      await tab.evaluate(axe.source);
      const { violations, tested } = await tab.evaluate(look, [RULES, viewport === NARROW]);
      const faults = violations.map(({ id, help, nodes }) => `${id}: ${help}: ${nodes.length} times, first ${nodes[0]}`);
      if (tested < 10) faults.push(`axe tested only ${tested} rules`);
      note(`no axe violations at ${viewport.width} px, ${colorScheme}`, page, faults);
    });
  }
  await server.close();
}

/** Runs inside the browser. What is folded is opened where `opens`, so that it is looked at too. */
async function look([rules, opens]) {
  const folded = opens ? document.querySelectorAll('details') : [];
  for (const details of folded) details.open = true;
  const { violations, passes } = await window.axe.run({ rules, resultTypes: ['violations'] });
  const brief = ({ id, help, nodes }) => ({ id, help, nodes: nodes.map((node) => node.target.join(' ')) });
  return { violations: violations.map(brief), tested: passes.length };
}
