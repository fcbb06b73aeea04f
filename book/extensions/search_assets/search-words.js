// Which sections of the book say what is asked.
//
// Latin words match by their beginning ("padd" finds padding), Hangul by its syllables in a row wherever they
// stand and however they are spaced, with and without the endings of endings.json (커널은 finds 커널). A name of
// the glossary stands for its other names: 패딩 finds what says "padding".
(() => {
  const HANGUL = /\p{sc=Hangul}/u;
  const WORDS = /\p{sc=Hangul}+|(?:(?!\p{sc=Hangul})[\p{L}\p{N}_])+/gu;

  const escaped = (text) => text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
  const bare = (name) => name.toLowerCase().replace(/[^\p{L}\p{N}]/gu, "");

  // ---- what is asked -----------------------------------------------------------------------------------------

  // Words of the query; an ending that hangs on a Latin word ("CNN은") is none.
  const wordsOf = (query, endings) => {
    const plain = query
      .normalize("NFC")
      .toLowerCase()
      .replace(/(\d)x(?=\d)/g, "$1×"); // 3x3
    const found = [];
    let end = -1;
    for (const match of plain.matchAll(WORDS)) {
      if (match.index !== end || !endings.hangul.includes(match[0])) found.push(match[0]);
      end = match.index + match[0].length;
    }
    return found;
  };

  // The word, then the word without its endings, longest first.
  const stems = (word, endings) => {
    const [list, least] = HANGUL.test(word) ? [endings.hangul, 1] : [endings.latin, 3];
    const found = [word];
    for (const stem of found) {
      for (const ending of list) {
        const rest = stem.slice(0, -ending.length);
        if (stem.endsWith(ending) && rest.length >= least && !found.includes(rest)) found.push(rest);
      }
    }
    return found.sort((a, b) => b.length - a.length);
  };

  // How a name is looked for: the pattern's first group is what to mark, and a text without its start can be
  // passed over. One syllable is a word only where nothing but an ending follows.
  const look = (name, endings, weight) => ({
    weight,
    regex: pattern(name, endings),
    start: HANGUL.test(name) ? name[0] : name.toLowerCase().split(/[\s-]/)[0],
  });
  const pattern = (name, endings) => {
    const parts = name.split(/[\s-]+/).map((part) => {
      return HANGUL.test(part) ? [...part].map(escaped).join("\\s?") : escaped(part);
    });
    const word = `(${parts.join("[\\s-]?")})`;
    if (HANGUL.test(name) && name.length > 1) return new RegExp(word, "giu");
    const rest = HANGUL.test(name) ? `(?=(?:${endings.hangul.join("|")})*(?![\\p{L}\\p{N}]))` : "";
    return new RegExp(`(?:^|[^\\p{L}\\p{N}])${word}${rest}`, "giu");
  };

  const stands = (way, text) => text.includes(way.start) && text.search(way.regex) >= 0;

  // Ways in which a word may stand in the book, longest first. If it stands nowhere, as far as it agrees.
  const ways = (word, book) => {
    const all = stems(word, book.endings).map((stem) => look(stem, book.endings, stem === word ? 1 : 0.8));
    const found = all.filter((way) => stands(way, book.all));
    const least = HANGUL.test(word) ? 2 : 4;
    for (let n = word.length - 1; n >= least && !found.length; n -= 1) {
      const way = look(word.slice(0, n), book.endings, 0.5);
      if (stands(way, book.all)) found.push(way);
    }
    return found;
  };

  // Where these words, written together, are a name in the glossary: the names of that entry.
  const otherNames = (words, book) => {
    const last = stems(words.at(-1), book.endings);
    const written = last.map((stem) => words.slice(0, -1).join("") + stem).map(bare);
    const is = (name) => written.includes(bare(name));
    return book.names.flatMap(([heads, also]) => {
      const weight = heads.some(is) ? 0.9 : also.some(is) ? 0.5 : 0;
      return weight ? heads.map((name) => look(name, book.endings, weight)) : [];
    });
  };

  // The query as units, each a list of ways; up to so many words that are one name are one unit.
  const unitsOf = (words, book, most) => {
    const units = [];
    for (let at = 0; at < words.length; ) {
      let n = Math.min(most, words.length - at);
      let named = [];
      for (; n > 0; n -= 1) {
        named = otherNames(words.slice(at, at + n), book);
        if (named.length) break;
      }
      const together = words.slice(at, at + n).join(" ");
      const own = n > 1 ? [look(together, book.endings, 1)] : ways(words[at], book);
      units.push([...own, ...named]);
      at += Math.max(n, 1);
    }
    return units;
  };

  // ---- where it stands ---------------------------------------------------------------------------------------

  // How much a text says of a unit: a heading more than a mention, a whole word more than a beginning.
  const weigh = (unit, section) => {
    let best = 0;
    for (const way of unit) {
      if (!section.low.includes(way.start)) continue;
      const { title, heading, text } = section;
      const mentions = sum(wholeness(text, way.regex));
      const called = wholeness(heading, way.regex).length && 6 + 12 * share(heading, way.regex);
      const headed = called + 3 * Math.max(0, ...wholeness(title, way.regex));
      best = Math.max(best, way.weight * (headed + Math.log2(1 + mentions)));
    }
    return best;
  };
  const sum = (list) => list.reduce((a, b) => a + b, 0);
  const share = (heading, regex) => heading.match(regex)[0].length / heading.length;
  // Of each place: 1 for a whole word, less for the beginning of one.
  const wholeness = (text, regex) =>
    [...text.matchAll(regex)].map((found) => {
      return /[\p{L}\p{N}]/u.test(text[found.index + found[0].length] ?? "") ? 0.6 : 1;
    });

  // Sections that have every unit, best first; if there are none, those that have one. Words that are one name
  // together count less where they stand apart.
  const find = (query, book) => {
    const words = wordsOf(query, book.endings);
    const together = unitsOf(words, book, 4);
    const readings = together.length === words.length ? [together] : [together, unitsOf(words, book, 1)];
    const weighed = book.sections.map((section) => {
      const [named, apart = []] = readings.map((units) => units.map((unit) => weigh(unit, section)));
      const every = [named, apart].some((has) => has.length && has.every(Boolean));
      return { section, every, score: Math.max(sum(named), sum(apart) / 2) };
    });
    const every = weighed.filter((hit) => hit.every);
    const hits = (every.length ? every : weighed.filter((hit) => hit.score)).sort(
      (a, b) => b.score - a.score,
    );
    return { hits: hits.map((hit) => hit.section), units: readings.flat(), partly: !every.length };
  };

  // [from, to] of every place to mark, in order, none within another.
  const marks = (text, units) => {
    const found = units
      .flat()
      .flatMap(({ regex }) => [...text.matchAll(regex)])
      .map((match) => [match.index + match[0].length - match[1].length, match.index + match[0].length])
      .sort((a, b) => a[0] - b[0] || b[1] - a[1]);
    return found.filter(([from], i) => !found.slice(0, i).some((other) => from < other[1]));
  };

  // The file as search reads it: one list of sections, and all of it in one small-lettered text.
  const prepared = (text) => {
    const sections = text.pages.flatMap(([page, title, parts]) => {
      return parts.map(([anchor, heading, said, hidden = []]) => {
        const low = `${title}\n${heading}\n${said}`.toLowerCase();
        return { page, title, anchor, heading, text: said, hidden, low };
      });
    });
    return { ...text, sections, all: sections.map((section) => section.low).join("\n") };
  };

  window.bookSearch = { prepared, find, marks };
})();
