// Mounts the page's widgets from the state that is stored in it: no kernel, no manager, no request.
(() => {
  const scripts = (kind) => document.querySelectorAll(`script[type="application/vnd.jupyter.widget-${kind}+json"]`);
  const { sources, states } = JSON.parse(scripts("state")[0].textContent);
  const models = {};
  const modules = {};
  const styles = {};

  // Several views of one model share it, so that they move in step.
  const open = async (id) => {
    const data = states[id];
    if (!data) throw Error("the page holds no state for it");
    const heard = {};
    const each = (names, act) => names.split(" ").forEach(act);
    const model = {
      get: (key) => data[key],
      set(key, value) {
        if (data[key] === value) return;
        data[key] = value;
        for (const event of ["change:" + key, "change"]) [...(heard[event] ?? [])].forEach((act) => act());
      },
      on: (names, act) => each(names, (name) => (heard[name] ??= new Set()).add(act)),
      off: (names, act) => each(names, (name) => heard[name]?.delete(act)),
      save_changes() {},
      send() {},
    };
    const { _esm, _css } = data;
    modules[_esm] ??= import(URL.createObjectURL(new Blob([sources[_esm]], { type: "text/javascript" })));
    const { default: widget } = await modules[_esm];
    await widget.initialize?.({ model });
    styles[_css] ??= document.head.appendChild(Object.assign(document.createElement("style"), { textContent: sources[_css] }));
    return { model, widget };
  };

  const mount = async (script) => {
    const el = Object.assign(document.createElement("div"), { className: "lb-mount" });
    const fallback = script.parentNode.querySelector(".lb-fallback");
    script.replaceWith(el);
    try {
      const id = JSON.parse(script.textContent).model_id;
      const { model, widget } = await (models[id] ??= open(id));
      await widget.render({ model, el });
      if (fallback) fallback.hidden = true;
    } catch (error) {
      el.textContent = `This widget could not start: ${error.message}.`;
    }
  };

  scripts("view").forEach(mount);
})();
