import { statSync } from 'node:fs';
import path from 'node:path';
import { DESK, serve, visitAll } from '../lib.mjs';

/** The most that a duty page may weigh with all that it loads at once, in bytes before any compression. */
const MOST = 60_000;
const COUNTED = ['document', 'stylesheet', 'script'];

/** A page for each role is light: HTML, styles and scripts, as a browser loads them. */
export default async function weight(run) {
  const { site, note } = run;
  const server = await serve(site);
  let heaviest = { weight: 0 };
  const roles = site.pages.filter((page) => site.kind(page) === 'role');
  await visitAll(run, roles, { viewport: DESK }, async (tab, page) => {
    const loaded = new Map();
    const count = (request) => {
      const file = decodeURI(new URL(request.url()).pathname.slice(1));
      if (COUNTED.includes(request.resourceType()) && site.files.has(file)) loaded.set(file, statSync(path.join(site.root, file)).size);
    };
    tab.on('request', count);
    await tab.goto(`${server.address}/${page}`, { waitUntil: 'networkidle' });
    tab.off('request', count);
    const weight = [...loaded.values()].reduce((sum, size) => sum + size, 0);
    if (weight > heaviest.weight) heaviest = { page, weight };
    const parts = () => [...loaded].map(([file, size]) => `${size} ${file}`).join(', ');
    const faults = weight > MOST ? [`${weight} bytes: ${parts()}`] : [];
    if (![...loaded.keys()].some((file) => file.endsWith('.css'))) faults.push('no stylesheet was seen');
    note(`duty pages weigh at most ${MOST / 1000} KB`, page, faults);
  });
  await server.close();
  console.log(`   the heaviest duty page, ${heaviest.page}, weighs ${heaviest.weight} bytes`);
}
