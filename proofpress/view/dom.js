"use strict";
// What every part of the page uses: elements without markup (text stays text), the address as state, words and numbers.
window.P = { views: {} };

(() => {
  const put = (element, props, kids) => {
    for (const [name, value] of Object.entries(props || {})) {
      if (value === null || value === undefined || value === false) continue;
      if (name === "on") for (const [event, act] of Object.entries(value)) element.addEventListener(event, act);
      else if (name === "data") Object.assign(element.dataset, value);
      else element.setAttribute(name, value === true ? "" : value);
    }
    element.append(...kids.flat(Infinity).filter(k => k !== null && k !== undefined && k !== false && k !== ""));
    return element;
  };
  P.h = (tag, props, ...kids) => put(document.createElement(tag), props, kids);
  P.s = (tag, props, ...kids) => put(document.createElementNS("http://www.w3.org/2000/svg", tag), props, kids);
  P.$ = (selector, within) => (within || document).querySelector(selector);
  P.all = (selector, within) => [...(within || document).querySelectorAll(selector)];

  // --- the address: #/view/argument?filters ---------------------------------------------------------------------------
  P.read = () => {
    const [path, query] = location.hash.replace(/^#\/?/, "").split("?");
    const [view, ...rest] = path.split("/").map(decodeURIComponent);
    return { view: P.views[view] ? view : "samples", rest, query: new URLSearchParams(query || "") };
  };
  P.address = (view, query) => {
    const text = String(query || "");
    return `#/${view}${text ? `?${text}` : ""}`;
  };
  P.go = (view, query, replace) => {
    const wanted = P.address(view, query);
    if (wanted === location.hash) return;
    if (replace) { history.replaceState(null, "", wanted); P.show(); } else location.hash = wanted;
  };
  P.without = (query, ...names) => {
    const out = new URLSearchParams(query);
    names.forEach(name => out.delete(name));
    return out;
  };
  P.toggled = (query, name, value) => {
    const held = query.getAll(name), out = P.without(query, name, "page");
    (held.includes(value) ? held.filter(v => v !== value) : [...held, value]).forEach(v => out.append(name, v));
    return out;
  };

  // --- words --------------------------------------------------------------------------------------------------------------
  const NAMES = { type: "answer type", text_load: "text load", yes_no: "yes / no", q: "search" };
  P.name = word => NAMES[word] || (String(word).includes("/") ? String(word) : String(word).replace(/_/g, " "));
  P.count = n => Number(n).toLocaleString("en");
  P.many = (n, one, more) => `${P.count(n)} ${n === 1 ? one : more || one + "s"}`;
  P.share = (n, of) => of ? `${(100 * n / of).toFixed(n / of < 0.1 ? 1 : 0)} %` : "";
  P.reading = progress => progress.fault ? progress.fault
    : `Reading the set: ${Math.floor(100 * progress.read / Math.max(1, progress.of))} %, ${P.count(progress.read)} of ${P.count(progress.of)} samples`;

  P.pager = (found, unit, view, query) => {
    const last = Math.max(1, Math.ceil(found.total / found.size)), at = found.page + 1;
    const to = page => { const q = P.without(query, "page"); if (page > 1) q.set("page", page); return P.address(view, q); };
    const link = (page, text, label, on) => on ? P.h("a", { class: "button", href: to(page), "aria-label": label, rel: label }, text)
      : P.h("span", { class: "button off", "aria-hidden": "true" }, text);
    if (last === 1) return P.h("nav", { class: "pager", hidden: true });
    const box = P.h("input", { value: at, size: String(last).length + 1, inputmode: "numeric", "aria-label": "page", class: "page-number" });
    box.addEventListener("change", () => { location.hash = to(Math.min(last, Math.max(1, parseInt(box.value, 10) || 1))); });
    return P.h("nav", { class: "pager", "aria-label": "pages" }, link(at - 1, "←", "prev", at > 1),
      P.h("span", null, "page ", box, ` of ${P.count(last)}`), link(at + 1, "→", "next", at < last));
  };

  // A row of values of a facet, each with its count; chosen ones are pressed.
  P.facet = (name, values, view, query, unit) => {
    const chosen = query.getAll(name), listed = values.map(([v, n]) => [String(v), n]);
    chosen.filter(v => !listed.some(([w]) => w === v)).forEach(v => listed.push([v, 0]));
    const shown = listed.filter(([v, n]) => n > 0 || chosen.includes(v));
    if (shown.length < 2 && !chosen.length) return null;
    const most = Math.max(1, ...shown.map(([, n]) => n)), few = 8;
    const line = ([value, n], i) => P.h("li", { class: i >= few && !chosen.includes(value) ? "rest" : "" },
      P.h("a", { class: "value", href: P.address(view, P.toggled(query, name, value)), "aria-pressed": String(chosen.includes(value)), role: "button",
        data: { facet: name, value } },
      P.h("span", { class: "word", title: value }, P.name(value) || "–"), P.h("span", { class: "n", title: unit || "samples" }, P.count(n)),
      P.s("svg", { class: "share", "aria-hidden": "true", width: "100%", height: 2 }, P.s("rect", { width: `${100 * n / most}%`, height: 2 }))));
    const list = P.h("ul", { class: P.opened.has(name) ? "" : "short" }, shown.map(line));
    const hidden = shown.filter(([v], i) => i >= few && !chosen.includes(v)).length;
    const more = hidden ? P.h("button", { class: "plain more", on: { click: () => {
      P.opened.has(name) ? P.opened.delete(name) : P.opened.add(name);
      list.classList.toggle("short");
      more.textContent = P.opened.has(name) ? "fewer" : `${hidden} more`;
    } } }, P.opened.has(name) ? "fewer" : `${hidden} more`) : null;
    return P.h("section", { class: "facet" }, P.h("h2", null, P.name(name)), list, more);
  };
  P.opened = new Set();
  // On a phone the filters lie behind this button.
  P.drawer = side => {
    const button = P.h("button", { class: "drawer", "aria-expanded": "false", on: { click: () => button.setAttribute("aria-expanded", String(side.classList.toggle("open"))) } }, "Filters");
    return button;
  };
})();
