import { createServer } from 'node:net';
import lighthouse from 'lighthouse';
import { launch } from '../chromium.mjs';
import { serve } from '../lib.mjs';

/** Performance is measured, and a busy machine measures less: it is tried so often, and the best counts. */
const TRIES = 3;
const LEAST = { performance: 95, accessibility: 100, 'best-practices': 100 };

/** Lighthouse on the longest duty page of each language, on the phone and the network that it imitates by default. */
export default async function duty({ site, note }) {
  const port = await freePort();
  const browser = await launch([`--remote-debugging-port=${port}`]);
  const server = await serve(site);
  for (const page of site.specimens().filter((page) => site.kind(page) === 'role')) {
    let best = { total: -1 };
    for (let tries = 0; tries < TRIES && best.total < 300; tries += 1) {
      const found = await measure(`${server.address}/${page}`, port);
      if (found.total > best.total) best = found;
    }
    console.log(`   ${page}: ${Object.entries(best.scores).map(([category, score]) => `${category} ${score}`).join(', ')}`);
    const low = Object.entries(LEAST).filter(([category, least]) => !(best.scores[category] >= least));
    const faults = low.map(([category]) => `${category} ${best.scores[category]}: ${best.reasons.join(', ')}`);
    note('Lighthouse', page, faults);
  }
  await server.close();
  await browser.close();
}

/** The scores of a page from 0 to 100, their sum, and the audits that cost any of it. */
async function measure(address, port) {
  const { lhr } = await lighthouse(address, { port, logLevel: 'error', onlyCategories: Object.keys(LEAST) });
  const categories = Object.values(lhr.categories);
  const scores = Object.fromEntries(categories.map(({ id, score }) => [id, Math.round(score * 100)]));
  const refs = categories.flatMap(({ auditRefs }) => auditRefs).filter(({ weight }) => weight > 0);
  const costly = refs.map(({ id }) => lhr.audits[id]).filter(({ score }) => score !== null && score < 1);
  return {
    scores,
    total: Object.values(scores).reduce((sum, score) => sum + score, 0),
    reasons: costly.map(({ id, score, displayValue }) => `${id} ${displayValue ?? score}`),
  };
}

/** A port of this machine that nobody uses. */
async function freePort() {
  const probe = createServer();
  await new Promise((resolve, reject) => probe.once('error', reject).listen(0, '127.0.0.1', resolve));
  const { port } = probe.address();
  await new Promise((resolve) => probe.close(resolve));
  return port;
}
