// Mounts each of the page's widgets as soon as it has arrived, from the state stored in the page's head: no kernel, no
// manager, no request.
(() => {
  const scripts = (kind) => document.querySelectorAll(`script[type="application/vnd.jupyter.widget-${kind}+json"]`);
  const { sources, states } = JSON.parse(scripts("state")[0].textContent);
  const models = {};
  const shown = new Map(); // from the place of a widget to its model
  const modules = sources.map((source) => import(URL.createObjectURL(new Blob([source], { type: "text/javascript" }))));

  // Several views of one model share it, so that they move in step.
  const open = async (id) => {
    const data = states[id];
    if (!data) throw Error("the page holds no state for it");
    const heard = {};
    const model = {
      get: (key) => data[key],
      set(key, value) {
        if (data[key] === value) return;
        data[key] = value;
        for (const event of ["change:" + key, "change"]) [...(heard[event] ?? [])].forEach((act) => act());
      },
      on: (names, act) => names.split(" ").forEach((name) => (heard[name] ??= new Set()).add(act)),
      off: (names, act) => names.split(" ").forEach((name) => heard[name]?.delete(act)),
      save_changes() {},
      send() {},
    };
    const { default: widget } = await modules[data._esm];
    await widget.initialize?.({ model });
    return { model, widget };
  };

  // What a reader answered is kept in this browser, by page and cell, with the question: another one in its place starts
  // anew. Without storage everything works, and nothing is kept. lossbook/widgets/README.md describes key and events.
  // The address of the page would not do as key: it may lack its ending.
  const page = document.documentElement.dataset.page.split("/").pop() + ".html";
  const key = "lossbook-answers:" + page;
  const answers = () => {
    try { return JSON.parse(localStorage.getItem(key)) ?? {}; } catch { return {}; }
  };
  const store = (cell, answer) => {
    const all = answers();
    delete all[cell];
    if (answer) all[cell] = answer;
    try { localStorage.setItem(key, JSON.stringify(all)); } catch { /* no storage */ }
    document.dispatchEvent(new CustomEvent("lossbook:answers", { detail: { page, answered: Object.keys(all).length } }));
  };
  const set = (model, values) => { for (const name in values) model.set(name, values[name]); };
  const keep = (model, cell, asks) => {
    if (!asks) return;
    const fields = model.get("prompt") ? { response: "", misses: 0 } : { _response: "" };
    const old = answers()[cell];
    if (old?.asks === asks) for (const name in fields) model.set(name, old[name] ?? fields[name]);
    const save = () => {
      const now = {};
      for (const name in fields) now[name] = model.get(name);
      store(cell, (now.response || now._response) && { asks, ...now });
    };
    for (const name in fields) model.on("change:" + name, save);
    // The picture of an explorer, as Show me has set it, would give the answer away.
    document.addEventListener("lossbook:start-over", () => set(model, { ...model.get("_start"), ...fields }));
  };

  const asked = new Set();
  let places = 0;
  const mount = async (script) => {
    const el = Object.assign(document.createElement("div"), { className: "lb-mount" });
    const cell = script.closest(".cell")?.id || `widget-${++places}`;
    const fallback = script.parentNode.querySelector(".lb-fallback");
    script.replaceWith(el);
    try {
      const id = JSON.parse(script.textContent).model_id;
      const asks = states[id]?.prompt ?? states[id]?._words?.ask?.question;
      asked.add(cell + asks);
      const { model, widget } = await (models[id] ??= open(id).then((opened) => (keep(opened.model, cell, asks), opened)));
      await widget.render({ model, el });
      shown.set(el, model);
      if (fallback) fallback.hidden = true;
    } catch (error) {
      el.textContent = `This widget could not start: ${error.message}.`;
    }
  };

  // A link in the prose sets the state of an explorer: <a href="#its-cell" data-state="z=-4&y=1">. What it does not
  // name goes back to where the cell began, since the sentence around the link speaks of that.
  const read = (words, now) => {
    if (Array.isArray(now)) return words.split(",").map(Number);
    try { return JSON.parse(words); } catch { return words; }
  };
  document.addEventListener("click", (event) => {
    const link = event.target.closest?.("a[data-state]");
    const place = link && document.getElementById(link.hash.slice(1))?.querySelector(".lb-mount");
    const model = shown.get(place);
    if (!model || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    set(model, model.get("_start"));
    for (const [key, words] of new URLSearchParams(link.dataset.state)) model.set(key, read(words, model.get(key)));
  });

  // While the page arrives, a script is whole as soon as anything follows it.
  const whole = (node) => document.readyState !== "loading" || (node && (node.nextSibling || whole(node.parentNode)));
  const look = () => {
    [...scripts("view")].filter(whole).forEach(mount);
    if (document.readyState === "loading") return requestAnimationFrame(look);
    // An answer to what the page no longer asks does not count.
    for (const [cell, old] of Object.entries(answers())) if (!asked.has(cell + old?.asks)) store(cell);
  };
  look();
})();
