// Finds what a query means in the index of the page's language, without a server: the files of the index are scripts that
// a query loads as it needs them. What they hold and how texts are taken apart stands in src/render/search/. site.js loads
// this and search.js when a reader wants to search.
(() => {
  'use strict';

  /** The folder of the language, and that of its index. */
  const base = new URL('.', document.querySelector('a.search').href);
  const folder = new URL(`../assets/search/${document.documentElement.lang}/`, base);
  const KINDS = ['role', 'term', 'duty', 'article', 'place'];

  // Files of the index

  const files = new Map();
  const arriving = new Map();
  let version = '';
  globalThis.rolebookSearch = (name, data) => arriving.get(name)?.(data);

  const load = (name) => {
    if (!files.has(name)) {
      files.set(name, new Promise((resolve, reject) => {
        const script = document.createElement('script');
        arriving.set(name, (data) => {
          arriving.delete(name);
          resolve(data);
        });
        // Where the file has handed nothing over by then, rejecting comes first; else it comes too late to matter.
        script.onload = script.onerror = () => {
          script.remove();
          if (arriving.delete(name)) {
            files.delete(name);
            reject(new Error(name));
          }
        };
        // index.js is small and never taken from a cache: an old one would lead to wrong places in new files.
        script.src = new URL(`${name}.js?${version || Date.now()}`, folder);
        document.head.append(script);
      }));
    }
    return files.get(name);
  };

  const DIGITS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
  const digit = Object.fromEntries([...DIGITS].map((character, value) => [character, value]));

  let opened;
  /** What index.js says, with where each kind and each file of entries begins. */
  const open = () => {
    opened ??= load('index').then((index) => {
      version = index.version;
      const sums = (counts) => counts.reduce((all, count) => [...all, all.at(-1) + count], [0]);
      let first = 0;
      const starts = [...index.chunks].map((character) => (first += digit[character]) - digit[character]);
      return { ...index, kinds: sums(index.kinds), starts };
    });
    opened.catch(() => { opened = undefined; });
    return opened;
  };

  const encoder = new TextEncoder();
  /** A token is at most 16 bytes long. */
  const cut = (token) => {
    let length = 0;
    return [...token].filter((character) => (length += encoder.encode(character).length) <= 16).join('');
  };

  const fnv = (token) => {
    let hash = 0x811c9dc5;
    for (const byte of encoder.encode(token)) hash = Math.imul(hash ^ byte, 0x01000193);
    return hash >>> 0;
  };

  const decode = (text) => {
    const ids = [];
    let next = 0;
    for (let at = 0; at < text.length; at += 1) {
      let value = 0;
      let shift = 0;
      while (digit[text[at]] >= 32) {
        value += (digit[text[at]] - 32) << shift;
        shift += 5;
        at += 1;
      }
      next += value + (digit[text[at]] << shift);
      ids.push(next);
      next += 1;
    }
    return ids;
  };

  /** The entries that have a token: in their titles, and in their texts only. */
  const postings = async (wanted) => {
    const token = cut(wanted);
    const { shards } = await open();
    const text = await load(`s${fnv(token) % shards}`);
    const at = text.indexOf(`;${token} `);
    if (at < 0) return [[], []];
    const from = at + token.length + 2;
    return text.slice(from, text.indexOf(';', from)).split(',').map(decode);
  };

  /** The entry with a number. */
  const entry = async (id) => {
    const { starts, kinds } = await open();
    let low = 0;
    let high = starts.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (starts[middle] <= id) low = middle;
      else high = middle - 1;
    }
    const { pages, places, entries } = await load(`c${low}`);
    const [page, anchor, title, place, text, anchors, lang, duties] = entries[id - starts[low]];
    const marks = anchors.split('\n');
    return {
      id, title, lang, anchor, page: pages[page], duties: pages[duties], place: places[place],
      kind: KINDS[kinds.findIndex((start) => start > id) - 1],
      lines: text.split('\n').map((line, at) => ({ text: line, mark: marks[at] ?? '' })),
    };
  };

  // Queries

  /** A query looks up this many pairs of characters and words, so that a long one loads no more than a short one. */
  const PAIRS = 6;
  const RUNS = 8;
  /** Characters of a query that count. */
  const LONGEST = 200;

  const IDEOGRAPHS = '\u3005\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\u{20000}-\u{323af}';
  const RUN = new RegExp(`[${IDEOGRAPHS}]+|(?:(?![${IDEOGRAPHS}])[\\p{Alphabetic}\\p{N}])+`, 'gu');
  const HAN = new RegExp(`^[${IDEOGRAPHS}]`, 'u');
  const isHan = (run) => HAN.test(run);
  const pairsOf = (run) => [...run].slice(1).map((character, at, rest) => (rest[at - 1] ?? [...run][0]) + character);
  /** As many characters as before, so that places stay the same. */
  const fold = (text) =>
    text.replace(/[\uff01-\uff5e]/g, (full) => String.fromCharCode(full.charCodeAt(0) - 0xfee0)).replace(/[A-Z]/g, (letter) => letter.toLowerCase());

  /** Whether two words are at most `most` typing errors apart: letters wrong, missing, too many or exchanged. */
  const near = (one, other, most) => {
    if (Math.abs(one.length - other.length) > most) return false;
    let before = [];
    let row = [...Array(other.length + 1).keys()];
    for (let i = 1; i <= one.length; i += 1) {
      const next = [i];
      for (let j = 1; j <= other.length; j += 1) {
        next[j] = Math.min(row[j] + 1, next[j - 1] + 1, row[j - 1] + (one[i - 1] === other[j - 1] ? 0 : 1));
        if (i > 1 && j > 1 && one[i - 1] === other[j - 2] && one[i - 2] === other[j - 1]) next[j] = Math.min(next[j], before[j - 2] + 1);
      }
      if (Math.min(...next) > most) return false;
      [before, row] = [row, next];
    }
    return row[other.length] <= most;
  };

  /** The words of the handbook that a typed one may mean, each with its weight: itself, those that begin so, similar ones. */
  const meant = async (word, prefix) => {
    if (!/^\p{Alphabetic}{2}/u.test(word)) return [[word, 1]];
    const { letters } = await open();
    const typed = cut(prefix + word).slice(prefix.length);
    const list = async (letter) => {
      const file = letters ? [...letters].indexOf(letter) : 0;
      const words = file < 0 ? [] : (await load(`v${file}`)).split(' ');
      return words.filter((known) => known.startsWith('@') === (prefix === '@')).map((known) => known.slice(prefix.length));
    };
    const known = await list([...word][0]);
    const found = known.filter((other) => other.startsWith(typed)).sort((a, b) => a.length - b.length);
    if (found.length > 0) return found.slice(0, 6).map((other) => [other, other === typed ? 1 : 0.8]);
    const most = word.length > 7 ? 2 : Number(word.length > 3);
    const second = most > 0 && letters ? await list([...word][1]) : [];
    const similar = [...new Set([...known, ...second])].filter((other) => most > 0 && near(word, other, most));
    return similar.slice(0, 6).map((other) => [other, 0.5]);
  };

  /**
   * Weights of the entries that have all of `tokens`, more where they stand in the title. Where none has all and `most` is
   * given, of those that have at least half of them, by how many.
   */
  const having = async (tokens, inTitle = 8, inText = 1, most = false) => {
    const { kinds } = await open();
    const lists = await Promise.all(tokens.map(postings));
    // How many of the tokens each entry has, and how many of them in its title.
    const has = new Uint8Array(kinds.at(-1));
    const titled = new Uint8Array(kinds.at(-1));
    for (const [titles, texts] of lists) {
      for (const id of titles) {
        has[id] += 1;
        titled[id] += 1;
      }
      if (inText) for (const id of texts) has[id] += 1;
    }
    const size = ([titles, texts]) => titles.length + texts.length;
    const rarest = lists.reduce((one, other) => (size(other) < size(one) ? other : one));
    const every = rarest.flat().filter((id) => has[id] === tokens.length);
    if (every.length > 0 || !most || tokens.length < 3) return new Map(every.map((id) => [id, titled[id] === tokens.length ? inTitle : inText]));
    const some = new Map();
    has.forEach((count, id) => { if (count > 1 && count >= tokens.length / 2) some.set(id, count / 10); });
    return some;
  };

  const add = (to, from, factor = 1) => {
    for (const [id, weight] of from) to.set(id, Math.max(to.get(id) ?? 0, weight * factor));
    return to;
  };

  /** What a part of a query finds, and the forms of it to look for in a text. Of Chinese, `most` pairs are looked up. */
  const part = async (run, prefix, most) => {
    const { foreign } = await open();
    if (prefix && !foreign[isHan(run) ? 0 : 1]) return null;
    if (isHan(run)) {
      const pairs = pairsOf(run);
      // Of a long passage some pairs do, from its beginning to its end: the text itself is looked at afterwards.
      const some = pairs.filter((_, at) => at === 0 || Math.floor((at * (most - 1)) / (pairs.length - 1)) > Math.floor(((at - 1) * (most - 1)) / (pairs.length - 1)));
      if (pairs.length === 0) return null;
      const found = await having(some.map((pair) => prefix + pair), 8, 1, true);
      const loose = Math.max(0, ...found.values()) < 1;
      return { found, forms: loose ? pairs : [run], whole: !loose && pairs.length > 1 };
    }
    const words = await meant(run, prefix);
    const found = new Map();
    for (const [word, weight] of words) add(found, await having([prefix + word]), weight);
    return { found, forms: words.map(([word]) => word), whole: false };
  };

  const SYLLABLE = /^(?:(?:[zcs]h|[bpmfdtnlgkhjqxrzcsyw])(?:iang|iong|uang|ang|eng|ing|ong|ian|iao|uai|uan|ai|an|ao|ei|en|ia|ie|in|iu|ou|ua|ue|ui|un|uo|ve|a|e|i|o|u|v)|ang|eng|er|ai|ei|ao|ou|an|en|a|o|e)/;
  /** The ways to cut letters into syllables, at most 4. */
  const syllables = (letters) => {
    const ways = [];
    const go = (rest, sofar) => {
      if (ways.length === 4) return;
      if (!rest) ways.push(sofar);
      for (let length = Math.min(6, rest.length); length > 0; length -= 1) {
        const start = rest.slice(0, length);
        if (SYLLABLE.exec(start)?.[0] === start) go(rest.slice(length), [...sofar, start]);
      }
    };
    go(letters, []);
    return ways;
  };

  /** Titles that sound like what was typed: syllables, initials, or some of each. */
  const sounding = async (query) => {
    const letters = query.replace(/[\s']/g, '');
    if (!/^[a-z]{2,40}$/.test(letters)) return new Map();
    const ways = syllables(letters).map((way) => way.slice(1).map((syllable, at) => `~${way[at]}'${syllable}`));
    const initials = (parts) => parts.slice(1).map((own, at) => `~${parts[at][0]}${own[0]}`);
    if (letters.length <= 8) ways.push(initials([...letters]));
    ways.push(initials(letters.match(new RegExp(SYLLABLE.source.slice(1) + '|.', 'g'))));
    for (const way of ways.filter((own) => own.length > 0)) {
      const found = await having(way.slice(0, PAIRS), 6, 0);
      if (found.size > 0) return found;
    }
    return new Map();
  };

  /**
   * The entries whose title or number is what a query begins with: 第六条 for 第六条第三款, 年休假 for 年休假几天. Of words only
   * numbers are asked for, such as Article 6, since words find what they begin with anyway.
   */
  const beginning = async ([first = '', ...others]) => {
    const characters = [...first];
    const words = [first, ...others.slice(0, 2)].map((_, at, all) => [first, ...others].slice(0, all.length - at).join('-'));
    // Titles of up to four characters are whole in a token.
    const starts = isHan(first) ? [4, 3, 2].map((length) => characters.slice(0, length).join('')) : words.filter((start) => /-\d+$/.test(start));
    for (const start of new Set(starts)) {
      const [ids] = await postings(`=${start}`);
      if (ids.length > 0) return ids;
    }
    return [];
  };

  /** The entries for a query, the best first, and what to look for in their texts. `prefix` is `@` for other languages. */
  const find = async (text, prefix = '') => {
    const query = fold(text).trim().slice(0, LONGEST);
    const all = query.match(RUN) ?? [];
    const runs = [...new Set(all)].sort((a, b) => b.length - a.length).slice(0, RUNS);
    const most = Math.max(1, Math.floor(PAIRS / runs.length));
    const parts = (await Promise.all(runs.map((run) => part(run, prefix, most)))).filter(Boolean);
    let sure = new Set();
    let weights = new Map(parts[0]?.found);
    for (const { found } of parts.slice(1)) {
      weights = new Map([...weights].filter(([id]) => found.has(id)).map(([id, weight]) => [id, weight + found.get(id)]));
    }
    if (weights.size === 0) {
      for (const { found } of parts) for (const [id, weight] of found) weights.set(id, (weights.get(id) ?? 0) + weight);
    }
    if (!prefix) {
      add(weights, await sounding(query));
      const title = `=${all.join('-')}`;
      const [exact] = await postings(title);
      for (const id of exact) if (weights.has(id) || cut(title) === title) weights.set(id, (weights.get(id) ?? 0) + 100);
      if (exact.length === 0 && (!isHan(query) || ![...weights.values()].some((weight) => weight >= 1))) {
        sure = new Set(await beginning(all));
        for (const id of sure) weights.set(id, (weights.get(id) ?? 0) + 50);
      }
    }
    const ids = [...weights.keys()].sort((a, b) => weights.get(b) - weights.get(a) || a - b);
    // Pairs of characters may stand apart in a text; what has three or more in a row is looked at before it is shown.
    const whole = parts.filter((own) => own.whole).map((own) => own.forms[0]);
    return { ids, all, sure, forms: parts.flatMap((own) => own.forms), whole, partial: parts.length > 1 };
  };

  /** Whether an entry has what was found by its pairs; a search for one of several words takes what there is. */
  const holds = ({ id, title, lines }, { whole, forms, partial, sure }) => {
    if (whole.length === 0 || sure.has(id)) return true;
    const text = fold([title, ...lines.map((line) => line.text)].join('\n'));
    return whole.every((phrase) => text.includes(phrase)) || (partial && forms.some((form) => text.includes(form)));
  };

  /** The same without asking that a passage stands in a text as it was typed, after what it begins with. */
  const loosely = async (found) => {
    const ids = new Set([...(await beginning(found.all)), ...found.ids]);
    return { ...found, ids: [...ids], whole: [], forms: found.forms.flatMap((form) => (isHan(form) ? pairsOf(form) : [form])) };
  };

  /** Up to `most` entries of `ids` from `from` on, and where to go on. */
  const some = async (found, ids, from, most) => {
    const shown = [];
    let at = from;
    // What has all pairs of a passage but not the passage may be much; a reader asks for more of it, or for something else.
    while (shown.length < most && at < ids.length && at - from < 2 * most) {
      const next = await Promise.all(ids.slice(at, at + most - shown.length).map(entry));
      at += next.length;
      shown.push(...next.filter((own) => holds(own, found)));
    }
    return { shown, at };
  };

  /** What the handbook calls something that was typed in another language, each with the first articles on it. */
  const related = async (query, known) => {
    const { kinds } = await open();
    const { ids } = await find(query, '@');
    const names = await Promise.all(ids.filter((id) => id < kinds[2]).slice(0, 3).map(entry));
    const groups = [];
    for (const own of names.filter(({ id }) => !known.has(id))) {
      const found = await find(own.title);
      const { shown } = await some(found, found.ids.filter((id) => id !== own.id && !known.has(id)), 0, 5);
      groups.push({ name: own.title, found, shown: [own, ...shown] });
    }
    return groups;
  };

  const WORD_BEFORE = new RegExp(`(?![${IDEOGRAPHS}])[\\p{Alphabetic}\\p{N}]$`, 'u');
  /** Where the forms stand in a text: beginnings and ends. A word begins where it stands, a number also ends there. */
  const matches = (text, forms) => {
    const folded = fold(text);
    const found = [];
    for (const form of forms) {
      for (let at = folded.indexOf(form); at >= 0; at = folded.indexOf(form, at + form.length)) {
        const end = at + form.length;
        const inside = !isHan(form) && WORD_BEFORE.test(folded.slice(Math.max(0, at - 2), at));
        if (!inside && !(/\d$/.test(form) && /\d/.test(folded[end] ?? ''))) found.push([at, end]);
      }
    }
    return found.sort(([a], [b]) => a - b);
  };

  globalThis.rolebookIndex = { base, KINDS, open, find, some, loosely, related, matches };
})();
