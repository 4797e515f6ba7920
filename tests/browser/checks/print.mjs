import { extractText, getDocumentProxy } from 'unpdf';
import { visitAll } from '../lib.mjs';

/** Of the text of a page that is made for paper, so much is on it; the way back and what is clicked is not. */
const TEXT_ON_PAPER = 0.9;

/** On paper every sheet says which of how many it is, and a regulation's text is all there. */
export default async function print(run) {
  const { site, note } = run;
  const pages = site.specimens().filter(site.language);
  await visitAll(run, pages, {}, async (tab, page) => {
    await tab.goto(site.address(page), { waitUntil: 'load' });
    const text = await tab.locator('main').innerText();
    const pdf = await tab.pdf({ preferCSSPageSize: true });
    const { text: sheets } = await extractText(await getDocumentProxy(new Uint8Array(pdf), { verbosity: 0 }));
    const faults = sheets.flatMap((sheet, index) => {
      const number = `${index + 1} / ${sheets.length}`;
      return new RegExp(`(^|\\D)${number}(\\D|$)`).test(sheet) ? [] : [`sheet ${index + 1} does not say ${number}`];
    });
    if (site.kind(page) === 'print') {
      if (sheets.length < 2) faults.push('a regulation on a single sheet');
      const [shown, printed] = [text, sheets.join('')].map((some) => some.replace(/\s+/g, '').length);
      if (printed < shown * TEXT_ON_PAPER) faults.push(`only ${printed} of ${shown} characters are printed`);
    }
    note('sheets have numbers', page, faults);
  });
}
