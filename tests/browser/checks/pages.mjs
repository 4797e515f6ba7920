import { ON_PHONE, measure, serve, sidewaysFaults, visitAll } from '../lib.mjs';

/** With scripts off a page must show at least this share of the text that it shows with them. */
const TEXT_WITHOUT_SCRIPTS = 0.9;

export default async function readers(run) {
  const { site } = run;
  const texts = await pages(run, 'from a folder', site.address);
  const server = await serve(site);
  await pages(run, 'over HTTP', (page) => `${server.address}/${page}`);
  await server.close();
  await withoutScripts(run, texts);
}

/** Every page on a phone: no errors, no requests to elsewhere, no sideways scrolling. Gives its length of text. */
async function pages(run, how, addressOf) {
  const { site, note } = run;
  const isOwn = (url) => /^(data|blob|about):/.test(url) || url.startsWith(addressOf(''));
  const texts = new Map();
  await visitAll(run, site.pages, ON_PHONE, async (tab, page) => {
    const errors = [];
    const requests = [];
    const onConsole = (message) => message.type() === 'error' && errors.push(message.text());
    const onError = (error) => errors.push(error.message);
    const onRequest = (request) => {
      if (!isOwn(request.url())) requests.push(request.url());
    };
    tab.on('console', onConsole);
    tab.on('pageerror', onError);
    tab.on('request', onRequest);
    await tab.goto(addressOf(page), { waitUntil: 'load' });
    const shown = await measure(tab);
    tab.off('console', onConsole);
    tab.off('pageerror', onError);
    tab.off('request', onRequest);

    texts.set(page, shown.text);
    note(`no console errors ${how}`, page, errors);
    note(`no requests to elsewhere ${how}`, page, requests);
    note(`no sideways scroll at ${ON_PHONE.viewport.width} px`, page, sidewaysFaults(shown));
  });
  return texts;
}

/** Every page with scripts off: its heading, its text and its links are there all the same, and nothing that does nothing. */
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
    for (const control of await tab.evaluate(deadControls)) faults.push(`without a script nobody answers ${control}`);
    // The results of a search and a comparison need scripts, and the front door may choose a language by script.
    const comparable = site.language(page) && !/\/(search|compare)\.html$/.test(page);
    if (comparable && shown.text < texts.get(page) * TEXT_WITHOUT_SCRIPTS) {
      faults.push(`only ${shown.text} of ${texts.get(page)} characters are shown`);
    }
    note('works with scripts off', page, faults);
  });
}

/** Runs inside the browser: what can be clicked or filled in, in no form that is sent anywhere. A box can be ticked anyway. */
function deadControls() {
  const controls = [...document.querySelectorAll('button, input:not([type=checkbox]), select, textarea')];
  const dead = controls.filter((control) => control.checkVisibility() && !control.form?.hasAttribute('action'));
  return dead.map((control) => control.outerHTML.slice(0, 80));
}
