// Opens a built site in Chromium, as its readers do, and says what they would stumble over.
//
//   node run.mjs [SITE] [--only SUBJECT]…      SITE is the built folder, by default the project's `output`
//
// Each file in checks/ is a subject. Its default export gets one object: `browser`; `site` (site.mjs); `note(check,
// page, faults)`, which notes that a check holds on a page, or the faults that say why not. lib.mjs walks over pages,
// measures them and serves a site over HTTP; `site.specimens()` are the pages for checks that are slow. Exit status: 0 all
// passed, 1 something failed, 2 could not run.

import { existsSync, readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { launch } from './chromium.mjs';
import { openSite } from './site.mjs';

const SHOWN = 20;

const checks = new Map();

/** Notes that `check` holds on `page`, or the faults that say why not. */
function note(check, page, faults) {
  const results = checks.get(check) ?? { passed: 0, failures: [] };
  checks.set(check, results);
  if (faults.length === 0) results.passed += 1;
  else results.failures.push({ page, faults });
}

async function main(words) {
  let folder = fileURLToPath(new URL('../../output', import.meta.url));
  const only = [];
  while (words.length > 0) {
    const word = words.shift();
    if (word === '--only') only.push(words.shift());
    else folder = word;
  }
  if (!existsSync(folder)) throw new Error(`no such folder: ${folder} (run \`rolebook build\` first)`);
  const site = openSite(folder);
  if (site.pages.length === 0) throw new Error(`no pages in ${folder} (run \`rolebook build\` first)`);

  const files = readdirSync(new URL('checks', import.meta.url)).filter((file) => file.endsWith('.mjs'));
  const subjects = files.map((file) => file.replace(/\.mjs$/, '')).sort();
  const unknown = only.filter((subject) => !subjects.includes(subject));
  if (unknown.length > 0) throw new Error(`no subject ${unknown.join(', ')}; there are ${subjects.join(', ')}`);

  const browser = await launch();
  try {
    for (const subject of only.length > 0 ? only : subjects) {
      const start = performance.now();
      const { default: check } = await import(`./checks/${subject}.mjs`);
      await check({ browser, site, note });
      console.log(`-- ${subject}: ${((performance.now() - start) / 1000).toFixed(1)} s`);
    }
  } finally {
    await browser.close();
  }
  return report(site);
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

main(process.argv.slice(2)).then(
  (status) => process.exit(status),
  (error) => {
    console.error(`browser tests: ${error.message}`);
    process.exit(2);
  },
);
