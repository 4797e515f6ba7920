import { readFileSync } from 'node:fs';
import path from 'node:path';

/** A Chinese character is as wide as two others. */
const DESCRIPTION = 160;
const ATOM = 'http://www.w3.org/2005/Atom';

/** What programs read: XML that a browser's parser takes, pages that say what they are, lists whose links lead somewhere. */
export default async function machine({ browser, site, note }) {
  const text = (file) => readFileSync(path.join(site.root, file), 'utf8');
  const blank = await browser.newPage();
  const feeds = [...site.files].filter((file) => /^[^/]+\/feed\.xml$/.test(file));
  for (const file of ['sitemap.xml', ...feeds]) {
    note('XML is well-formed', file, site.files.has(file) ? await blank.evaluate(parse, text(file)) : ['no such file']);
  }
  for (const file of feeds) note('feeds have what RFC 4287 asks for', file, await blank.evaluate(feedFaults, [text(file), ATOM]));
  for (let start = 0; start < site.pages.length; start += 50) {
    const some = site.pages.slice(start, start + 50);
    const found = await blank.evaluate(headFaults, [some.map(site.text), DESCRIPTION]);
    some.forEach((page, index) => note('pages say what they are', page, found[index]));
  }
  await blank.close();

  const listed = text('llms.txt').matchAll(/\]\(([^)]*)\)/g);
  const missing = [...listed].map((found) => decodeURI(found[1])).filter((to) => !to.includes('://') && !site.files.has(to));
  note('llms.txt leads to pages', 'llms.txt', missing);
  note('llms.txt begins as llmstxt.org says', 'llms.txt', /^# .+\n\n> .+\n/.test(text('llms.txt')) ? [] : ['no title and summary']);
  const unknown = Object.keys(JSON.parse(text('handbook.json'))).includes('regulations') ? [] : ['no regulations'];
  note('handbook.json reads', 'handbook.json', unknown);
}

/** Runs inside the browser: why a text is no XML. */
function parse(xml) {
  const error = new DOMParser().parseFromString(xml, 'application/xml').querySelector('parsererror');
  return error ? [error.textContent] : [];
}

/** Runs inside the browser: what a feed or one of its entries lacks. */
function feedFaults([xml, namespace]) {
  const feed = new DOMParser().parseFromString(xml, 'application/xml').documentElement;
  const faults = [];
  if (feed.localName !== 'feed' || feed.namespaceURI !== namespace) faults.push('not an Atom feed');
  const entries = [...feed.children].filter((child) => child.localName === 'entry');
  const ids = new Set();
  for (const part of [feed, ...entries]) {
    const of = (name) => [...part.children].filter((child) => child.localName === name);
    for (const name of ['id', 'title', 'updated']) {
      if (of(name).length !== 1) faults.push(`${of(name).length} times ${name} in ${part.localName}`);
    }
    const id = of('id')[0]?.textContent ?? '';
    if (!URL.canParse(id) || ids.has(id)) faults.push(`the id ${id} is not absolute or stands twice`);
    ids.add(id);
    const updated = of('updated')[0]?.textContent ?? '';
    if (!/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/.test(updated) || Number.isNaN(Date.parse(updated))) faults.push(`updated ${updated}`);
    if (!of('link').some((link) => link.getAttribute('rel') === 'alternate')) faults.push(`no link in ${part.localName}`);
  }
  if (![...feed.children].some((child) => child.localName === 'author')) faults.push('no author');
  return faults;
}

/** Runs inside the browser: what the heads of pages lack. */
function headFaults([pages, longest]) {
  const wide = /[\u1100-\u115f\u2e80-\u303e\u3041-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6]/u;
  const width = (text) => [...text].reduce((sum, next) => sum + (wide.test(next) ? 2 : 1), 0);
  return pages.map((html) => {
    const { head } = new DOMParser().parseFromString(html, 'text/html');
    const values = (selector, name) => [...head.querySelectorAll(selector)].map((element) => element.getAttribute(name) ?? '');
    const faults = [];
    const [description = ''] = values('meta[name=description]', 'content');
    if (description.trim() === '' || width(description) > longest) faults.push(`description of width ${width(description)}`);
    for (const property of ['og:title', 'og:description', 'og:type', 'og:site_name', 'og:locale']) {
      if (values(`meta[property="${property}"]`, 'content').filter(Boolean).length !== 1) faults.push(`${property} not once`);
    }
    if (!values('meta[property="og:locale"]', 'content').every((locale) => /^[a-z]{2,3}_[A-Z]{2}$/.test(locale))) faults.push('og:locale');
    const languages = values('link[rel=alternate][hreflang]', 'hreflang');
    if (new Set(languages).size !== languages.length || !languages.includes('x-default')) faults.push(`languages ${languages}`);
    if (values('meta[name=robots]', 'content').length > 1) faults.push('robots twice');
    if (values('link[rel=canonical]', 'href').some((href) => !URL.canParse(href))) faults.push('canonical is not absolute');
    return faults;
  });
}
