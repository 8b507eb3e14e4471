// Finds sections, from the index that the build wrote. It is loaded when a reader first turns to a search field.
(() => {
  if (self.lossbookSearch) return;
  const root = document.documentElement.dataset.content_root ?? "";
  const SHOWN = 8;
  const AROUND = 26; // words of an excerpt
  const IDLE = new Set("a an and are as at be by can do did for from how i if in is it its me my no not of on or our per so solution than that the then there this to too use vs was what when where which why will with you your derive explain trick".split(" "));
  // A difference of two symbols, as in p - y, is one word.
  const SYMBOL = /\p{L}[\u0300-\u036f]*(?:_[\p{L}\p{N}_]+)?/u.source;
  const DIFFERENCE = `(?<![\\p{L}\\p{N}_])${SYMBOL}\\s*[-−–]\\s*${SYMBOL}(?![\\p{L}\\p{N}_])`;
  const WORD = /[\p{L}\p{N}][\p{L}\p{N}_’']*(?:\.[\p{L}\p{N}][\p{L}\p{N}_’']*)*|_[\p{L}\p{N}_]+/u.source;
  const RAW = new RegExp(`${DIFFERENCE}|${WORD}`, "gu");

  // As booksite/search.py has it.
  function stem(word) {
    word = word.replace(/[’']s$/, "").replace(/[’']s?$/, "");
    if (word.length > 4 && word.endsWith("ies")) return word.slice(0, -3) + "y";
    if (word.length > 3 && /(sses|shes|ches|xes|oes)$/.test(word)) return word.slice(0, -2);
    if (word.length > 3 && word.endsWith("s") && !/(ss|us|is)$/.test(word)) return word.slice(0, -1);
    return word;
  }
  function plain(raw) {
    const [first, second] = raw.toLowerCase().normalize("NFD").split(/\s*[-−–]\s*/);
    return second === undefined ? stem(raw.toLowerCase()) : `${first[0]}-${second[0]}`;
  }
  const words = (text) => (text.toLowerCase().match(RAW) ?? []).map(plain);

  let book; // the index, once it is here
  const arriving = new Promise((resolve, reject) => {
    const script = document.createElement("script");
    script.src = root + "_static/search-index.js";
    script.onload = () => {
      const data = JSON.parse(self.lossbookIndex);
      delete self.lossbookIndex;
      const counts = data.counts.split(" ");
      book = { ...data, words: data.words.split(" "), counts: (at) => counts[at].split(",").map(Number) };
      book.titles = book.places.map(([, title]) => ` ${words(title).join(" ")} `);
      book.synonyms = Object.entries(data.synonyms).map(([said, meant]) => [` ${words(said).join(" ")} `, ` ${words(meant).join(" ")} `]);
      resolve(book);
    };
    script.onerror = reject;
    document.head.append(script);
  });

  // The place of the first word that is not before `word`.
  function first(word) {
    let low = 0, high = book.words.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (book.words[middle] < word) low = middle + 1;
      else high = middle;
    }
    return low;
  }
  const known = (word) => book.words[first(word)] === word;
  // Whether one letter more, less, changed or exchanged makes the two the same.
  function near(a, b) {
    if (Math.abs(a.length - b.length) > 1) return false;
    let i = 0;
    while (i < a.length && a[i] === b[i]) i++;
    const rest = (x, k) => x.slice(i + k);
    return rest(a, 1) === rest(b, 1) || rest(a, 1) === rest(b, 0) || rest(a, 0) === rest(b, 1) ||
      (a[i] === b[i + 1] && a[i + 1] === b[i] && rest(a, 2) === rest(b, 2));
  }
  // What the forms of a verb in -ate or -ise share with its noun.
  const rootOf = (word) => word.match(/^(.{3,}(?:at|i[sz]))(?:e|ed|ing|or|ion|er|ation)$/)?.[1].replace(/z$/, "s");
  // The words of the book that a typed word may mean, each with how sure that is, and whether it counts beside the others.
  function meant(word, last) {
    const found = [];
    for (let at = first(word); at < book.words.length && book.words[at].startsWith(word); at++) {
      const here = book.words[at];
      if (here === word) found.push([at, 1]);
      // The last word may go on, less surely where the book has it as it is; of those before it, a short one is whole.
      else if (word.length > (last ? 1 : 3)) found.push([at, ((found[0]?.[1] === 1 ? 0.4 : 0.7) * word.length) / here.length]);
      if (found.length > 40) break;
    }
    // Calibration, calibrated, calibrating: what a section calls otherwise than its reader.
    const root = rootOf(word);
    if (root) {
      for (let at = first(root); at < book.words.length && book.words[at].startsWith(root); at++) {
        if (book.words[at] !== word && rootOf(book.words[at]) === root) found.push([at, 0.6, true]);
      }
    }
    if (!found.length && word.length > 4) {
      book.words.forEach((here, at) => {
        if (near(word, here)) found.push([at, 0.5]);
      });
    }
    return found;
  }

  // A word with a slip as the book has it, the commonest where there are several.
  function corrected(word, i, all) {
    if (word.length <= 4 || book.words[first(word)]?.startsWith(word)) return word;
    const places = ([at]) => book.counts(at).length;
    const [best] = meant(word, i === all.length - 1).sort((a, b) => places(b) - places(a));
    return best ? book.words[best[0]] : word;
  }

  // Whether a typed word is a name in code, such as pos_weight, BCEWithLogitsLoss or F.kl_div.
  const isName = (raw) => /.[_.]\p{L}|\p{Ll}\p{Lu}|\p{Lu}{2}\p{Ll}{3}/u.test(raw);
  const OFF_TOPIC = 0.4;

  // `needed`: the words of which a place must have each, where one expression stands for another.
  function score(asked, names, sure, best, needed = []) {
    let query = asked.filter((word) => !IDLE.has(word));
    if (!query.length) query = asked;
    const idle = asked.filter((word) => !query.includes(word));
    const gains = new Map(); // of a place: what each word of the query counts
    query.forEach((word, k) => {
      for (const [at, how, beside] of meant(word, word === asked.at(-1))) {
        const pairs = book.counts(at);
        for (let i = 0, place = 0; i < pairs.length; i += 2) {
          place += pairs[i];
          const row = gains.get(place) ?? gains.set(place, new Float64Array(query.length)).get(place);
          const gain = how * pairs[i + 1];
          row[k] = beside ? row[k] + gain : Math.max(row[k], gain);
        }
      }
    });
    const phrase = ` ${asked.join(" ")} `, core = ` ${query.join(" ")} `;
    for (const [place, row] of gains) {
      if (query.some((word, k) => needed.includes(word) && !row[k])) continue;
      const met = row.reduce((n, gain) => n + (gain > 0), 0) / query.length;
      let total = row.reduce((sum, gain) => sum + gain, 0) * met * met * sure;
      const title = book.titles[place];
      // A word that says little in a text says more in a title: what is *not* checked.
      total *= 1 + (0.25 * idle.filter((word) => title.includes(` ${word} `)).length) / (idle.length || 1);
      // A reader who types the name of a call or an option asks about that one.
      if (query.some((word, k) => names.has(word) && !row[k])) total *= OFF_TOPIC;
      if (asked.includes("exercise") && title.startsWith(" exercise ")) total *= 1.5;
      if (title === phrase || title === core) total *= 2;
      else if (title.includes(phrase) || title.includes(core)) total *= 1.4;
      if (total > (best.get(place)?.total ?? 0)) best.set(place, { place, total, needed });
    }
  }

  // Other ways to write what was typed, where the book has the result: which of its words become which.
  function* rewritten(asked) {
    for (const [i, word] of asked.entries()) {
      // The function's name without its module, and the name of the module: F.nll_loss, nll_loss, NLLLoss.
      const name = word.split(".").pop();
      if (name !== word && !/^\d/.test(word)) yield [i, 1, [name]];
      const joined = name.replaceAll("_", "");
      const called = [joined + "loss", joined].find(known);
      if (joined !== name && called) yield [i, 1, [called]];
      if (/^un\p{L}{4}/u.test(word) && !known(word) && known(word.slice(2))) yield [i, 1, ["not", word.slice(2)]];
      // Two or three words that the book writes as one: nll loss, log sum exp.
      for (const n of [2, 3]) {
        const one = asked.slice(i, i + n).join("");
        if (i + n <= asked.length && one.length > 4 && known(one)) yield [i, n, [one]];
      }
    }
  }

  // The places that answer a query, the best first.
  function find(text) {
    const asked = words(text);
    const best = new Map();
    if (!asked.length) return [];
    const names = new Set((text.match(RAW) ?? []).filter(isName).flatMap(words));
    score(asked, names, 1, best);
    for (const [i, n, instead] of rewritten(asked)) {
      score([...asked.slice(0, i), ...instead, ...asked.slice(i + n)], names, 0.95, best, instead.filter((word) => !IDLE.has(word)));
    }
    const right = asked.map(corrected);
    const whole = ` ${right.join(" ")} `;
    for (const [said, means] of book.synonyms) {
      if (!whole.includes(said)) continue;
      const instead = whole.replace(said, means).trim().split(" ");
      // Beside other words that were typed, several words for one would outweigh them.
      const share = whole === said ? 1 : Math.min(1, asked.length / instead.length);
      score(instead, names, 0.9 * share, best, means.trim().split(" "));
    }
    const typed = asked.filter((word) => !IDLE.has(word));
    return [...best.values()].sort((a, b) => b.total - a.total).slice(0, SHOWN).map(({ place, needed }) => {
      const [address, title, above] = book.places[place];
      const marks = (typed.length ? typed : asked).map((word) => rootOf(right[asked.indexOf(word)]) ?? right[asked.indexOf(word)]);
      return { address, title, above, typed: marks, needed, text: book.texts[place] };
    });
  }

  // The words that were typed and are nowhere in the book, whatever they may mean.
  function absent(text) {
    const asked = words(text);
    const said = book.synonyms.map(([said]) => said).filter((said) => ` ${asked.join(" ")} `.includes(said)).join(" ");
    const other = new Set([...rewritten(asked)].flatMap(([i, n]) => asked.slice(i, i + n)));
    const missing = (word) => !IDLE.has(word) && !other.has(word) && !said.includes(` ${word} `) && !meant(word, word === asked.at(-1)).length;
    return [...new Set((text.match(RAW) ?? []).filter((raw) => missing(plain(raw))))];
  }

  const isHit = (word, asked) => asked.some((each) => word === each || (each.length > 2 && word.startsWith(each)));
  // The words of a text that were asked for. Those of an expression that stands for what was typed count beside each other.
  function hitsIn(text, { typed, needed }) {
    const found = [...text.matchAll(RAW)];
    const said = found.map((match) => plain(match[0]));
    const beside = (i) => needed.length < 2 || [i - 1, i + 1].some((k) => k in said && said[k] !== said[i] && isHit(said[k], needed));
    const hits = said.map((word, i) => isHit(word, typed) || (isHit(word, needed) && beside(i)));
    return { found, said, hits };
  }
  // The text as nodes, with the words that were asked for marked.
  function marked(text, query) {
    const out = document.createDocumentFragment();
    let from = 0;
    const { found, hits } = hitsIn(text, query);
    for (const match of found.filter((_, i) => hits[i])) {
      const mark = document.createElement("mark");
      mark.textContent = match[0];
      out.append(text.slice(from, match.index), mark);
      from = match.index + match[0].length;
    }
    out.append(text.slice(from));
    return out;
  }
  // The part of a text that has most of the words: of its prose, unless its code has more of them.
  function excerpt(text, query) {
    const [prose, code] = text.split("\n").map((part) => best(part, query));
    return (code?.most > prose.most ? code : prose).part;
  }
  function best(text, query) {
    const { found, said, hits } = hitsIn(text, query);
    const at = [...found.keys()].filter((i) => hits[i]);
    let start = 0, most = 0;
    for (const i of at) {
      const inside = new Set(at.filter((j) => j >= i && j < i + AROUND).map((j) => said[j])).size;
      if (inside > most) [most, start] = [inside, i];
    }
    start = Math.max(0, start - 5);
    const end = found[Math.min(found.length, start + AROUND) - 1];
    if (!end) return { most, part: "" };
    const from = start ? found[start].index : 0;
    const until = end.index + end[0].length;
    return { most, part: (start ? "… " : "") + text.slice(from, until) + (until < text.length - 1 ? " …" : text.slice(until)) };
  }

  // A field with its results: typing shows them, arrow keys move through them, Enter follows.
  function attach(form, results) {
    const input = form.querySelector("input");
    const status = document.createElement("p");
    status.className = "lb-found";
    status.setAttribute("role", "status");
    const list = document.createElement("ol");
    results.replaceChildren(status, list);
    let shown = "";

    function show() {
      const text = input.value.trim();
      if (!book || text === shown) return;
      shown = text;
      const found = find(text);
      status.dataset.query = text;
      const without = text ? absent(text) : [];
      const number = found.length < SHOWN ? `${found.length} result${found.length > 1 ? "s" : ""}` : "Best matches";
      if (!text) status.textContent = "";
      else if (!found.length) status.textContent = "Nothing found. Try another word.";
      else if (without.length) status.textContent = `Not in the book: ${without.join(", ")}. ${number} for the rest`;
      else status.textContent = number;
      list.replaceChildren(...found.map((query) => {
        const { address, title, above, text: whole } = query;
        const link = document.createElement("a");
        const [page, id] = address.split("#");
        link.href = `${root}${page}?highlight=${encodeURIComponent([query.typed, query.needed].map((some) => some.join(" ")).filter(Boolean).join(","))}${id ? "#" + id : ""}`;
        const head = document.createElement("b");
        head.append(marked(title, query));
        const trail = document.createElement("small");
        trail.textContent = above;
        const part = document.createElement("span");
        part.append(marked(excerpt(whole, query), query));
        link.append(head, trail, part);
        const item = document.createElement("li");
        item.append(link);
        return item;
      }));
    }
    input.addEventListener("input", show);
    form.addEventListener("submit", (event) => {
      show();
      const link = list.querySelector("a");
      event.preventDefault();
      link?.click();
    });
    form.parentElement.addEventListener("keydown", (event) => {
      const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
      const stops = [input, ...list.querySelectorAll("a")];
      const at = stops.indexOf(document.activeElement);
      if (!step || at < 0) return;
      event.preventDefault();
      stops[(at + step + stops.length) % stops.length].focus();
    });
    arriving.then(show, () => {
      status.textContent = "The index of the book could not be loaded. Reload the page to search.";
    });
    return { input, show };
  }

  const dialog = document.getElementById("pst-search-dialog");
  if (dialog) attach(dialog.querySelector("form"), dialog.querySelector(".lb-results"));
  // A link to the page one is on does not load it again.
  dialog?.addEventListener("click", (event) => event.target.closest?.("a") && dialog.close());
  const page = document.querySelector(".lb-search-page");
  if (page) {
    const { input, show } = attach(page.querySelector("form"), page.querySelector(".lb-results"));
    input.value = new URLSearchParams(location.search).get("q") ?? "";
    input.focus();
    show();
  }
  self.lossbookSearch = { arriving, find };
})();
