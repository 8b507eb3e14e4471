// Where the reader is: in the chapter, in the book, and among its questions. Kept in this browser only.
(() => {
  const root = document.documentElement;
  const page = root.dataset.page;
  const { lossbookKept: kept, lossbookFill: fill } = self;
  const keep = (name, value) => {
    try { localStorage.setItem(name, JSON.stringify(value)); } catch { /* no room: nothing is kept */ }
  };
  const pageOf = (link) => link.pathname.split("/").slice(-2).join("/").replace(/\.html$/, "");

  // From a folder, a browser shows a notebook as text; the archive of all of them it saves.
  const notebook = location.protocol === "file:" && document.querySelector('.lb-masthead a[href$=".ipynb"]');
  if (notebook) {
    notebook.href = `${root.dataset.content_root}lossbook.zip`;
    notebook.textContent = "Download the notebooks";
  }

  // The contents beside the text mark the section on the screen and follow it.
  const contents = document.getElementById("lb-contents");
  // The theme folds what lies deeper than three levels, so an entry there could not be seen.
  const links = contents ? [...contents.querySelectorAll("a:not(.toc-h4 > a)")] : [];
  const places = links.map((link) => document.getElementById(decodeURIComponent(link.hash.slice(1))));
  const line = document.querySelector(".lb-masthead") && document.body.appendChild(document.createElement("div"));
  if (line) line.className = "lb-line";
  let here = -1;

  // Scroll a column of contents, or the drawer it lies in, until an entry is on the screen, `free` of what stays at its top.
  function bring(link, box, free = 48) {
    if (!link || !box) return;
    const [at, room] = [link.getBoundingClientRect(), box.getBoundingClientRect()];
    const above = at.top - Math.max(room.top, 0) - free, below = at.bottom - Math.min(room.bottom, innerHeight) + 48;
    if (above < 0) box.scrollTop += above;
    else if (below > 0) box.scrollTop += below;
  }
  const follow = () => bring(links[here], contents?.closest(".bd-sidebar-secondary, dialog"));
  function look() {
    const left = root.scrollHeight - innerHeight - scrollY;
    const read = scrollY / Math.max(1, root.scrollHeight - innerHeight);
    // A heading counts once it is near the top; on the last screen, once it is on it.
    const reached = Math.max(0.2 * innerHeight, innerHeight - Math.max(0, left));
    let now = -1;
    places.forEach((place, i) => {
      if (place && place.getBoundingClientRect().top <= reached) now = i;
    });
    // Written after all has been read: the browser would work out the styles once more for the places.
    line?.style.setProperty("--lb-read", read);
    if (now === here) return;
    here = now;
    links.forEach((link, i) => {
      link.classList.toggle("lb-here", i === here);
      if (i === here) link.setAttribute("aria-current", "true");
      else link.removeAttribute("aria-current");
    });
    for (const item of contents.querySelectorAll("li")) item.classList.toggle("lb-within", item.contains(links[here]));
    follow();
  }
  let waiting = false;
  const lookSoon = () => {
    if (!waiting) requestAnimationFrame(() => { waiting = false; look(); });
    waiting = true;
  };
  if (line || links.length) {
    look();
    addEventListener("scroll", lookSoon, { passive: true });
    addEventListener("resize", lookSoon);
    addEventListener("load", lookSoon);
    for (const toggle of document.querySelectorAll(".secondary-toggle")) toggle.addEventListener("click", () => requestAnimationFrame(follow));
  }

  // The contents of the book show the page one is on, wherever the theme left them on the page before.
  const current = [...document.querySelectorAll("nav.bd-links .current.active > a")].pop();
  const turn = () => bring(current, current?.closest(".bd-sidebar-primary, dialog"), 144);
  document.addEventListener("DOMContentLoaded", turn); // after the theme's script
  for (const toggle of document.querySelectorAll(".primary-toggle")) toggle.addEventListener("click", () => requestAnimationFrame(turn));

  // A reader who comes by a link to a section sees in the bar which page it is on, once the page's title is out of sight.
  const heading = document.querySelector(".bd-article h1"), bar = document.querySelector(".header-article-items__start");
  if (heading && bar) {
    const title = bar.appendChild(document.createElement("a"));
    title.className = "lb-title";
    title.href = "#";
    title.hidden = true;
    const number = document.querySelector(".lb-masthead")?.textContent.match(/\d+/)[0];
    title.textContent = [number, heading.firstChild.textContent].filter(Boolean).join(" ");
    new IntersectionObserver((seen) => { title.hidden = seen.at(-1).isIntersecting; }, { rootMargin: "-48px 0px 0px" }).observe(heading);
  }

  // The button of the colours says which are on.
  const MODES = { light: "light", dark: "dark", auto: "same as system" };
  const name = () => {
    for (const button of document.querySelectorAll(".theme-switch-button")) {
      button.title = `Colours: ${MODES[root.dataset.mode]}`;
      button.setAttribute("aria-label", button.title);
    }
  };
  name();
  new MutationObserver(name).observe(root, { attributeFilter: ["data-mode"] });

  // On a phone the contents are a drawer over the text: it closes when one has chosen, and the section has the focus.
  contents?.addEventListener("click", (event) => {
    const drawer = contents.closest("dialog[open]");
    const place = places[links.indexOf(event.target.closest("a"))];
    if (!drawer || !place) return;
    // The theme gives the focus back to the button first.
    drawer.addEventListener("close", () => {
      place.tabIndex = -1;
      place.focus({ preventScroll: true });
    }, { once: true });
    drawer.close();
  });

  // The line one is at: the first block below the window's edge, and how far below.
  const blocks = [...document.querySelectorAll("main :is(h2, h3, p):not(.lb-mount *)")];
  const top = (block) => block.getBoundingClientRect().top;
  const first = (place) => blocks.findIndex((block) => place.contains(block));
  // The block that comes so many after a heading, unless the heading is gone.
  const blockAfter = (id, count) => {
    const place = document.getElementById(id);
    return place && blocks[first(place) + count];
  };
  const lineNow = () => {
    const block = blocks.findIndex((each) => top(each) > 0);
    return [block, block < 0 ? 0 : top(blocks[block])];
  };
  const keepLine = (of, line) => {
    try { sessionStorage.setItem(`lossbook-line:${of}`, JSON.stringify(line)); } catch { /* not kept */ }
  };

  // The place where one leaves a chapter is where one can continue. Its line is counted from its section's heading.
  addEventListener("pagehide", () => {
    const [block, down] = lineNow();
    keepLine(page, [block, down]);
    if (!line || here < 1) return;
    const place = kept("lossbook-place");
    const title = links[here].textContent.trim();
    const [number] = document.querySelector(".lb-masthead").textContent.match(/\d+/);
    const head = `${number} ${document.querySelector("h1").firstChild.textContent}`;
    const at = { id: places[here].id, title, head, after: block - first(places[here]), down };
    keep("lossbook-place", { last: page, at: { ...place.at, [page]: at } });
  });
  document.querySelector(".lb-continue")?.addEventListener("click", (event) => {
    const { last, at } = kept("lossbook-place");
    const { id, after, down } = at[line ? page : last];
    if (after === undefined) return; // kept by an earlier edition: its heading is all there is
    if (!line) return keepLine(last, [after, down, id]);
    const block = blockAfter(id, after);
    if (!block) return; // the section has become shorter, or was read to the end: its heading is all there is
    event.preventDefault();
    hold(block, down);
    block.tabIndex = -1;
    block.focus({ preventScroll: true });
  });

  // A page that is loaded again, or continued, holds the line one was reading where it was until one moves: the browser
  // puts it there before all above it has its height.
  function hold(block, down) {
    const watcher = new ResizeObserver(() => scrollBy({ top: top(block) - down, behavior: "instant" }));
    let moved = !block;
    const stop = () => {
      moved = true;
      watcher.disconnect();
    };
    for (const input of ["wheel", "touchstart", "pointerdown", "keydown"]) {
      addEventListener(input, stop, { once: true, passive: true, capture: true });
    }
    const start = () => {
      if (moved) return;
      watcher.observe(document.querySelector("main"));
      setTimeout(stop, 2000);
    };
    if (document.readyState === "complete") start();
    else addEventListener("load", start);
  }
  const [visit] = performance.getEntriesByType("navigation");
  let left = [];
  try { left = JSON.parse(sessionStorage.getItem(`lossbook-line:${page}`)) ?? []; } catch { /* nothing was kept */ }
  const [count, down, id] = left;
  if (id && location.hash === `#${id}`) hold(blockAfter(id, count), down);
  else if (!id && visit?.type === "reload") hold(blocks[count], down);

  // A chapter counts as read when its end has been on the screen.
  const end = document.querySelector(".prev-next-footer");
  if (line && end) {
    const watcher = new IntersectionObserver((entries) => {
      if (!entries.some((entry) => entry.isIntersecting)) return;
      watcher.disconnect();
      const read = kept("lossbook-pages");
      keep("lossbook-pages", { ...read, [page]: true });
      tick();
    });
    watcher.observe(end);
  }

  // Ticks and counts in the contents of the book.
  function tick() {
    const read = kept("lossbook-pages");
    for (const link of document.querySelectorAll("nav.bd-links a[data-questions]")) {
      const name = pageOf(link);
      const done = Object.keys(kept(`lossbook-answers:${name.split("/").pop()}.html`)).length;
      const box = link.querySelector(".lb-done");
      box.textContent = (done ? `${Math.min(done, link.dataset.questions)}/${link.dataset.questions}` : "") + (read[name] ? " ✓" : "");
      box.title = [done ? `${done} of ${link.dataset.questions} questions answered` : "", read[name] ? "read to the end" : ""].filter(Boolean).join(", ");
    }
  }
  const recount = () => {
    tick();
    fill();
  };
  recount(); // since the line under the title was filled in, outdated answers may have been dropped
  document.addEventListener("lossbook:answers", recount);

  // Start over: the answers of this page, or on the home page those of the book. A second press confirms.
  const again = document.querySelector(".lb-again");
  again?.addEventListener("click", () => {
    if (again.dataset.sure) {
      const kept = line ? [] : Object.keys(localStorage).filter((key) => key.startsWith("lossbook-answers:"));
      for (const key of kept) localStorage.removeItem(key);
      document.dispatchEvent(new CustomEvent("lossbook:start-over"));
      recount();
    }
    again.dataset.sure = again.dataset.sure ? "" : "yes";
    again.textContent = again.dataset.sure ? "Forget the answers?" : "Start over";
  });
  again?.addEventListener("blur", () => {
    again.dataset.sure = "";
    again.textContent = "Start over";
  });
})();
