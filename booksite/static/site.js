// What the pages do besides being read: previews of quoted cells, scrolling formulas by keyboard, and reading progress.
(() => {
  // The search comes when a reader turns to it: its script, and the index of the book.
  const content = document.documentElement.dataset.content_root ?? "";
  const search = () => {
    removeEventListener("keydown", shortcut);
    const script = document.createElement("script");
    script.src = content + "_static/search.js";
    document.head.append(script);
  };
  const shortcut = (event) => {
    if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "k") search();
  };
  addEventListener("keydown", shortcut);
  for (const button of document.querySelectorAll(".search-button__button")) {
    for (const kind of ["pointerenter", "focus", "click"]) button.addEventListener(kind, search, { once: true });
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

  function show(link) {
    const label = document.createElement("b");
    label.textContent = `cell ${link.hash.slice(1)} prints`;
    preview.replaceChildren(label, link.dataset.prints);
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
    link?.removeAttribute("aria-describedby");
  }
  for (const link of article.querySelectorAll("a[data-prints]")) {
    link.addEventListener("pointerenter", () => show(link));
    link.addEventListener("focus", () => show(link));
    link.addEventListener("pointerleave", () => hide(link));
    link.addEventListener("blur", () => hide(link));
  }
  addEventListener("keydown", (event) => {
    if (event.key === "Escape") hide(document.activeElement?.closest?.("a[data-prints]"));
  });

  // A quoted cell may lie inside a closed solution: open it on the way.
  function open() {
    let place = document.getElementById(decodeURIComponent(location.hash.slice(1)));
    for (let box = place; box; box = box.parentElement) if (box.tagName === "DETAILS") box.open = true;
    place?.querySelector(":scope > details")?.setAttribute("open", "");
    if (place) place.scrollIntoView();
  }
  addEventListener("hashchange", open);
  if (location.hash) open();

  // Who comes from the search sees the words that were found, in the section that was found.
  const asked = new URLSearchParams(location.search).get("highlight")?.split(" ").filter(Boolean);
  if (asked?.length && !document.querySelector(".lb-search-page")) {
    const place = document.getElementById(decodeURIComponent(location.hash.slice(1))) ?? article;
    const pattern = asked.map((word) => word.replace(/[.*+?^${}()|[\]\\]/g, "\\$&")).join("|");
    const found = new RegExp(`(?<![\\p{L}\\p{N}])(?:${pattern})[\\p{L}\\p{N}]*`, "giu");
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

  // What is wider than its place can be scrolled by keyboard. Its width changes with the window, a font, an opened box.
  const scrolling = [...article.querySelectorAll(".lb-formula, div.highlight pre, .pst-scrollable-table-container, .output, .output pre")];
  const makeReachable = () => {
    const wide = scrolling.map((box) => box.scrollWidth > box.clientWidth);
    scrolling.forEach((box, i) => (wide[i] ? (box.tabIndex = 0) : box.removeAttribute("tabindex")));
  };
  const sizes = new ResizeObserver(makeReachable);
  addEventListener("load", () => {
    document.documentElement.classList.remove("lb-opening");
    for (const box of scrolling) sizes.observe(box);
    document.fonts.addEventListener("loadingdone", makeReachable);
  });

  // Progress: a chapter counts as read when its end has been on the screen. Kept in this browser only.
  const key = "lossbook-read";
  let read = [];
  try { read = JSON.parse(localStorage.getItem(key)) ?? []; } catch { /* no storage: no ticks */ }
  const tick = () => {
    for (const link of document.querySelectorAll("nav.bd-links a")) {
      const name = new URL(link.href, location).pathname.split("/").pop();
      if (read.includes(name)) {
        link.classList.add("lb-read");
        link.title = "You have read this page.";
      }
    }
  };
  tick();
  const end = document.querySelector(".prev-next-footer");
  const page = location.pathname.split("/").pop();
  if (end && document.querySelector(".lb-masthead") && !read.includes(page)) {
    const watcher = new IntersectionObserver((entries) => {
      if (!entries.some((entry) => entry.isIntersecting)) return;
      watcher.disconnect();
      read.push(page);
      try { localStorage.setItem(key, JSON.stringify(read)); } catch { /* as above */ }
      tick();
    });
    watcher.observe(end);
  }
})();
