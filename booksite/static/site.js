// What the pages do besides being read: the way to the search, previews of quoted cells, formulas that scroll by keyboard.
(() => {
  // The search comes when a reader turns to it: its script, and the index of the book.
  const content = document.documentElement.dataset.content_root ?? "";
  let coming = false;
  const search = () => {
    if (coming) return;
    coming = true;
    const script = document.createElement("script");
    // It names the version of the index, so it must not be an old one itself.
    script.src = `${content}_static/search.js?${Date.now()}`;
    script.onerror = () => {
      coming = false;
      const said = '<p class="lb-found" role="status">The search could not be loaded. Open it again, or reload the page.</p>';
      for (const box of document.querySelectorAll(".lb-results")) box.innerHTML = said;
    };
    document.head.append(script);
  };
  addEventListener("keydown", (event) => {
    if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "k") search();
  });
  for (const button of document.querySelectorAll(".search-button__button")) {
    for (const kind of ["pointerenter", "focus", "click"]) button.addEventListener(kind, search);
  }
  if (document.querySelector(".lb-search-page")) search();

  const article = document.querySelector(".bd-article");
  if (!article) return;

  const preview = document.createElement("p");
  preview.className = "lb-preview";
  preview.id = "lb-preview";
  preview.setAttribute("role", "tooltip");
  preview.hidden = true;
  document.body.append(preview);

  let leaving = 0;
  function show(link, tapped = false) {
    clearTimeout(leaving);
    const label = document.createElement("b");
    label.textContent = link.dataset.term ? `${link.dataset.term}:` : `cell “${link.hash.slice(1)}” prints`;
    preview.replaceChildren(label, link.dataset.prints);
    if (tapped) {
      const go = document.createElement("a");
      go.href = link.href;
      go.textContent = link.dataset.term ? "Go to the glossary" : "Go to the cell";
      go.addEventListener("click", () => leave(link));
      preview.append(go);
    }
    preview.setAttribute("role", tapped ? "group" : "tooltip");
    preview.hidden = false;
    const at = link.getBoundingClientRect();
    const left = Math.min(at.left, document.documentElement.clientWidth - preview.offsetWidth - 16);
    const below = at.bottom + preview.offsetHeight + 12 < innerHeight;
    preview.style.left = `${Math.max(8, left) + scrollX}px`;
    preview.style.top = `${(below ? at.bottom + 6 : at.top - preview.offsetHeight - 6) + scrollY}px`;
    link.setAttribute("aria-describedby", preview.id);
  }
  function hide(link) {
    preview.hidden = true;
    tapped = null;
    link?.removeAttribute("aria-describedby");
  }
  // A reader may move onto the preview, to read on or to copy.
  const hideSoon = (link) => { leaving = setTimeout(() => hide(link), 200); };
  preview.addEventListener("pointerenter", () => clearTimeout(leaving));
  preview.addEventListener("pointerleave", (event) => event.pointerType === "mouse" && hideSoon());

  // A reader who goes to a cell finds the way back to the sentence there.
  const back = document.createElement("a");
  back.className = "lb-back";
  back.textContent = "Back to the text";
  let origin;
  function leave(link, place) {
    hide(link);
    place ??= link.pathname === location.pathname && document.getElementById(link.hash.slice(1));
    if (!place) return;
    origin = link;
    link.id ||= "lb-origin-" + link.hash.slice(1) + "-" + [...article.querySelectorAll("a")].indexOf(link);
    back.href = "#" + link.id;
    place.prepend(back);
  }
  back.addEventListener("click", () => setTimeout(() => {
    origin.focus({ preventScroll: true });
    hide(origin);
    back.remove();
  }));

  // So does one who sets an explorer by a link while its picture is out of sight: then the page moves there.
  document.addEventListener("click", (event) => setTimeout(() => {
    const link = event.defaultPrevented && event.target.closest("a[data-state]");
    if (!link) return;
    const mount = document.getElementById(link.hash.slice(1)).querySelector(".lb-mount");
    const { top } = mount.querySelector(".lw-body").getBoundingClientRect();
    if (top > 40 && top < innerHeight - 300) return;
    mount.scrollIntoView();
    leave(link, mount);
  }));

  // A finger cannot point: its first tap opens the preview, which leads on. WebKit told of a click by what it was made
  // only in 2025; a click without a count of presses comes from the keyboard.
  let tapped = null, pointer = "";
  addEventListener("pointerdown", (event) => { pointer = event.pointerType; }, { capture: true, passive: true });
  for (const link of article.querySelectorAll("a[data-prints]")) {
    link.addEventListener("pointerenter", (event) => event.pointerType === "mouse" && show(link));
    link.addEventListener("focus", () => link.matches(":focus-visible") && show(link));
    link.addEventListener("pointerleave", (event) => event.pointerType === "mouse" && hideSoon(link));
    link.addEventListener("blur", () => tapped !== link && hide(link));
    link.addEventListener("click", (event) => {
      if (pointer !== "touch" || !event.detail || tapped === link) return leave(link);
      event.preventDefault();
      show(link, true);
      tapped = link;
    });
  }
  document.addEventListener("pointerdown", (event) => {
    if (tapped && !preview.contains(event.target) && event.target.closest("a") !== tapped) hide(tapped);
  });
  addEventListener("keydown", (event) => {
    if (event.key === "Escape") hide(document.activeElement?.closest?.("a[data-prints]"));
  });

  // The contents list each exercise while the reader is among them: by keyboard, that link is enough.
  for (const link of article.querySelectorAll(".lb-exercise > h3 > .headerlink")) link.tabIndex = -1;

  // A quoted cell may lie inside a closed solution: open it on the way, and the code of the cell. For a reader who goes
  // to an exercise, its solution stays closed.
  function open() {
    let place = document.getElementById(decodeURIComponent(location.hash.slice(1)));
    for (let box = place; box; box = box.parentElement) if (box.tagName === "DETAILS") box.open = true;
    place?.querySelector(":scope:is(.cell, .lb-verified-page) > details")?.setAttribute("open", "");
    if (place) place.scrollIntoView();
  }
  addEventListener("hashchange", open);
  if (location.hash) open();

  // A reader who comes from the search sees the words that were found, in the section that was found.
  const asked = (new URLSearchParams(location.search).get("highlight") ?? "").split(",").map((some) => some.split(" ").filter(Boolean));
  if (asked[0].length && !document.querySelector(".lb-search-page")) {
    const place = document.getElementById(decodeURIComponent(location.hash.slice(1))) ?? article;
    // As in the results, the beginning of a word counts from three characters on, and words that stand for what was
    // typed count beside each other. The words come without the ending of a plural (stem in search.js), which may have
    // been more than a letter behind them.
    const plain = (word) =>
      word.replace(/[.*+?^${}()|[\]\\]/g, "\\$&").replace(/(?<=.{2})y$/, "(?:y|ies)") + (word.length > 2 ? "[\\p{L}\\p{N}]*" : "(?:es)?(?![\\p{L}\\p{N}])");
    const [typed, stead = []] = asked.map((some) => some.map(plain));
    const any = `(?:${stead.join("|")})`;
    const either = !stead.length ? [] : stead.length < 2 ? stead : [`${any}(?:[^\\p{L}\\p{N}]+${any})+`];
    const found = new RegExp(`(?<![\\p{L}\\p{N}]|\\p{N}\\.)(?:${[...either, ...typed].join("|")})`, "giu");
    const skip = "section section, script, style, svg, .katex, .lb-widget, .headerlink, mark";
    const walker = document.createTreeWalker(place, NodeFilter.SHOW_TEXT, (text) => {
      const inside = text.parentElement.closest(skip);
      if (inside && place.contains(inside) && inside !== place && !inside.contains(place)) return NodeFilter.FILTER_REJECT;
      return text.data.search(found) < 0 ? NodeFilter.FILTER_SKIP : NodeFilter.FILTER_ACCEPT;
    });
    const texts = [];
    while (walker.nextNode()) texts.push(walker.currentNode);
    for (const text of texts) {
      const pieces = document.createDocumentFragment();
      let from = 0;
      for (const match of text.data.matchAll(found)) {
        const mark = document.createElement("mark");
        mark.textContent = match[0];
        pieces.append(text.data.slice(from, match.index), mark);
        from = match.index + match[0].length;
      }
      pieces.append(text.data.slice(from));
      text.replaceWith(pieces);
    }
    // A reload, or the address passed on, shows the page plain. From a folder, some browsers refuse.
    try { history.replaceState(history.state, "", location.pathname + location.hash); } catch { /* it stays */ }
  }

  // What is verified: a word shows the entries that contain it, and opens the pages that have them.
  const filter = document.querySelector(".lb-filter");
  if (filter) {
    filter.hidden = false;
    const pages = [...document.querySelectorAll(".lb-proofs-of-page")].map((box) => ({
      box,
      rows: [...box.querySelectorAll("tbody tr")].map((row) => ({ row, text: row.textContent.toLowerCase() })),
    }));
    filter.querySelector("input").addEventListener("input", (event) => {
      const word = event.target.value.trim().toLowerCase();
      let shown = 0;
      for (const { box, rows } of pages) {
        let some = false;
        for (const { row, text } of rows) {
          row.hidden = !text.includes(word);
          shown += !row.hidden;
          some ||= !row.hidden;
        }
        box.closest("section").hidden = !some;
        box.open = Boolean(word) && some;
      }
      filter.querySelector("output").textContent = word ? `${shown} ${shown === 1 ? "entry" : "entries"}` : "";
    });
  }

  // What is wider than its place can be scrolled by keyboard. Its width changes with the window, a font, an opened box.
  const scrolling = [...article.querySelectorAll(".lb-formula, .lb-drawing, div.highlight pre, .pst-scrollable-table-container, .output, .output pre")];
  const makeReachable = (boxes) => {
    const wide = boxes.map((box) => box.scrollWidth > box.clientWidth);
    boxes.forEach((box, i) => (wide[i] ? (box.tabIndex = 0) : box.removeAttribute("tabindex")));
  };
  // Only what is laid out: to measure a box in a closed one, the browser would lay that out each time.
  const sizes = new ResizeObserver((entries) => makeReachable(entries.map((entry) => entry.target)));
  const watch = () => {
    for (const box of scrolling) sizes.observe(box);
    document.fonts.addEventListener("loadingdone", () => makeReachable(scrolling.filter((box) => box.checkVisibility())));
  };
  // A page that opened at its top is laid out on to its end, a few sections at a time, so that a tap never waits long.
  const below = [...article.querySelectorAll("section section")];
  const layOut = () => {
    const pause = performance.now() + 25;
    while (below.length && performance.now() < pause) {
      below.shift().classList.add("lb-opened");
      article.getBoundingClientRect();
    }
    if (below.length) return setTimeout(layOut);
    document.documentElement.classList.remove("lb-opening");
    watch();
  };
  addEventListener("load", document.documentElement.classList.contains("lb-opening") ? layOut : watch);
})();
