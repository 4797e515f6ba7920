// A built site as a set of files: its pages, its languages, and where its links lead. No browser in here.

import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

/**
 * The site in `folder`. Paths are relative to it, with `/`; `languages` are the folders at the top that
 * have an `index.html` of their own.
 */
export function openSite(folder) {
  const root = path.resolve(folder);
  const files = new Set(walk(root));
  const pages = [...files].filter((file) => file.endsWith('.html')).sort();
  const languages = pages
    .map((page) => page.split('/'))
    .filter((parts) => parts.length === 2 && parts[1] === 'index.html')
    .map((parts) => parts[0]);
  return {
    root,
    files,
    pages,
    languages,
    address: (page) => pathToFileURL(path.join(root, page)).href,
    text: (page) => readFileSync(path.join(root, page), 'utf8'),
    language: (page) => languages.find((language) => page.startsWith(`${language}/`)),
    kind: (page) => kindOf(readFileSync(path.join(root, page), 'utf8')),
    specimens: () => specimens(root, pages, languages),
    /** The same page in each other language, whether or not it exists. */
    counterparts: (page) => {
      const own = languages.find((language) => page.startsWith(`${language}/`));
      if (!own) return [];
      return languages
        .filter((language) => language !== own)
        .map((language) => language + page.slice(own.length));
    },
  };
}

/** The kind of a page as its body's class says it; empty where it has none. */
function kindOf(html) {
  return html.match(/<body[^>]*\sclass="\s*([^\s"]+)/)?.[1] ?? '';
}

/** The longest page of each kind in each language, for checks that are too slow to be made on every page. */
function specimens(root, pages, languages) {
  const longest = new Map();
  for (const page of pages) {
    const html = readFileSync(path.join(root, page), 'utf8');
    const key = `${kindOf(html)} ${languages.find((language) => page.startsWith(`${language}/`)) ?? ''}`;
    if (html.length > (longest.get(key)?.length ?? 0)) longest.set(key, { page, length: html.length });
  }
  return [...longest.values()].map(({ page }) => page);
}

function walk(root, folder = '') {
  return readdirSync(path.join(root, folder), { withFileTypes: true }).flatMap((entry) => {
    const name = folder ? `${folder}/${entry.name}` : entry.name;
    if (entry.isDirectory()) return walk(root, name);
    return entry.isFile() ? [name] : [];
  });
}

/**
 * Where `link` on `page` leads: `{ file, fragment }` within the site, `{ external: true }`, or `{ fault }`
 * in words. `base` is the page's `<base href>`, if it has one.
 */
export function follow(site, page, link, base) {
  let url;
  try {
    url = new URL(link, new URL(base ?? '', site.address(page)));
  } catch {
    return { fault: 'not a valid address' };
  }
  if (url.protocol !== 'file:') return { external: true };
  // 404.html is shown at any depth, so that only there a link may count from the top.
  if (link.startsWith('/') && !link.startsWith('//') && page === '404.html') {
    url = new URL(`${pathToFileURL(site.root).href}${link}`);
  }

  let file;
  let fragment;
  try {
    file = path.relative(site.root, fileURLToPath(url)).split(path.sep).join('/');
    fragment = decodeURIComponent(url.hash.slice(1));
  } catch {
    return { fault: 'badly percent-encoded' };
  }
  if (file === '..' || file.startsWith('../')) return { fault: 'leads out of the site' };
  if (!site.files.has(file)) return { fault: `no such file: ${file || '.'}` };
  return { file, fragment };
}

/** What stands in each of the pages whose `sources` are given, in their order. Runs inside the browser. */
export function extract(sources) {
  return sources.map((source) => {
    const page = new DOMParser().parseFromString(source, 'text/html');
    const attributes = (selector, name) =>
      [...page.querySelectorAll(selector)].map((element) => element.getAttribute(name).trim());
    const refresh = page.querySelector('meta[http-equiv="refresh" i]')?.getAttribute('content');
    const links = [
      ...attributes('[href]', 'href'),
      ...attributes('[src]', 'src'),
      ...attributes('form[action]', 'action'),
      ...attributes('[srcset]', 'srcset').flatMap((set) =>
        set.split(',').map((candidate) => candidate.trim().split(/\s+/)[0]),
      ),
      ...(refresh?.match(/url\s*=\s*['"]?([^'"]+)/i)?.slice(1) ?? []),
    ];
    return {
      base: page.querySelector('base[href]')?.getAttribute('href') ?? null,
      links: [...new Set(links)],
      anchors: [...attributes('[id]', 'id'), ...attributes('a[name]', 'name')],
      redirects: Boolean(refresh),
    };
  });
}
