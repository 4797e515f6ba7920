import { ON_PHONE, measure, sidewaysFaults, visitAll } from '../lib.mjs';

/** With scripts off a page must show at least this share of the text that it shows with them. */
const TEXT_WITHOUT_SCRIPTS = 0.9;

export default async function readers(run) {
  await withoutScripts(run, await pages(run));
}

/** Every page on a phone: no errors, no requests to elsewhere, no sideways scrolling. Gives its length of text. */
async function pages(run) {
  const { site, note } = run;
  const texts = new Map();
  await visitAll(run, site.pages, ON_PHONE, async (tab, page) => {
    const errors = [];
    const requests = [];
    const onConsole = (message) => message.type() === 'error' && errors.push(message.text());
    const onError = (error) => errors.push(error.message);
    const onRequest = (request) => {
      if (!/^(file|data|blob|about):/.test(request.url())) requests.push(request.url());
    };
    tab.on('console', onConsole);
    tab.on('pageerror', onError);
    tab.on('request', onRequest);
    await tab.goto(site.address(page), { waitUntil: 'load' });
    const shown = await measure(tab);
    tab.off('console', onConsole);
    tab.off('pageerror', onError);
    tab.off('request', onRequest);

    texts.set(page, shown.text);
    note('no console errors', page, errors);
    note('no requests outside the folder', page, requests);
    note(`no sideways scroll at ${ON_PHONE.viewport.width} px`, page, sidewaysFaults(shown));
  });
  return texts;
}

/** Every page with scripts off: its heading, its text and its links are there all the same. */
async function withoutScripts(run, texts) {
  const { site, note } = run;
  const options = { ...ON_PHONE, javaScriptEnabled: false };
  await visitAll(run, site.pages, options, async (tab, page) => {
    await tab.goto(site.address(page), { waitUntil: 'load' });
    const shown = await measure(tab);
    const faults = sidewaysFaults(shown);
    if (!shown.title) faults.push('no title');
    if (!shown.heading) faults.push('no visible h1');
    if (shown.text === 0) faults.push('no text');
    if (shown.links === 0) faults.push('no visible link');
    // The results of a search and a comparison need scripts, and the front door may choose a language by script.
    const comparable = site.language(page) && !/\/(search|compare)\.html$/.test(page);
    if (comparable && shown.text < texts.get(page) * TEXT_WITHOUT_SCRIPTS) {
      faults.push(`only ${shown.text} of ${texts.get(page)} characters are shown`);
    }
    note('works with scripts off', page, faults);
  });
}
