"use strict";
// The grid of samples and its filters.
(() => {
  const { h } = P;
  let counts = {};  // the last facets: they stay in place until the new ones arrive
  P.listed = { key: null, rows: [], page: 0, last: 0 };

  const card = (c, query) => h("a", { class: `card${c.finding ? ` flagged ${c.finding === "wrong" ? "wrong" : ""}` : ""}`, href: P.address(`sample/${c.row}`, query), data: { row: c.row } },
    h("div", { class: "shot" }, h("img", { loading: "lazy", decoding: "async", src: P.source.thumb(P.set.mark, c.row), alt: `${c.template}: ${c.text}` })),
    h("div", { class: "says" },
      h("div", { class: "over" }, h("span", null, c.template), c.finding ? h("span", { class: "badge" }, c.finding) : null),
      h("p", { dir: "auto", lang: c.language }, c.text),
      h("div", { class: "under" }, [c.met ? `${c.met} of ${P.many(c.questions, "question")}` : P.many(c.questions, "question"),
        `depth ≤ ${c.depth}`, P.name(c.form)].join(" · "))));

  function chips(query) {
    const chosen = [...query].filter(([name]) => name !== "page");
    if (!chosen.length) return null;
    return h("div", { class: "chips" }, chosen.map(([name, value]) => h("a", { class: "chip", href: P.address("samples", P.toggled(query, name, value)),
      "aria-label": `remove ${P.name(name)} ${value}` }, h("span", { class: "soft" }, P.name(name)), " ", P.name(value), h("span", { "aria-hidden": "true" }, " ×"))),
    h("a", { class: "chip clear", href: "#/samples" }, "clear all"));
  }

  function fill(side, query) {
    const made = Object.entries(counts).sort((a, b) => (b[0] === "finding") - (a[0] === "finding")).map(([name, values]) => P.facet(name, values, "samples", query)).filter(Boolean);
    side.replaceChildren(...(made.length ? made : [h("p", { class: "soft" }, "Counting …")]));
  }

  async function facets(side, query, still) {
    fill(side, query);
    side.classList.add("old");
    const told = await P.source.facets(query), scrolled = side.scrollTop;
    if (!still()) return;
    const held = document.activeElement?.dataset?.value !== undefined && side.contains(document.activeElement) ? { ...document.activeElement.dataset } : null;
    counts = told.facets;
    fill(side, query);
    if (held) P.all(".value", side).find(v => v.dataset.facet === held.facet && v.dataset.value === held.value)?.focus();
    side.scrollTop = scrolled;
    side.classList.remove("old");
    P.news(told.progress);
    if (!told.progress.done && !told.progress.fault) P.again(still, () => told.progress.read && [...query].length ? P.show() : facets(side, query, still));
  }

  P.list = async query => {
    const found = await P.source.samples(query);
    P.listed = { key: String(query), rows: found.cards.map(c => c.row), page: found.page, last: Math.ceil(found.total / found.size) - 1 };
    return found;
  };

  P.views.samples = async ({ query }, still) => {
    const found = await P.list(query);
    if (!still()) return null;
    const filtered = [...query].some(([name]) => name !== "page");
    const side = h("aside", { class: "side", "aria-label": "filters" });
    const partial = filtered && !found.progress.done ? " so far" : "";
    const told = h("div", { class: "told" }, P.drawer(side), h("span", { class: "found", data: { total: found.total } },
      filtered ? `${P.count(found.total)} of ${P.many(P.set.shown || P.set.samples, "sample")}${partial}` : P.many(found.total, "sample")), chips(query));
    const cards = h("div", { class: "grid" }, found.cards.map(c => card(c, query)));
    const empty = found.cards.length ? null : h("p", { class: "empty" }, partial ? "Nothing so far; the set is still being read."
      : "No sample meets these filters.", h("br"), h("a", { href: "#/samples" }, "Show all"));
    facets(side, query, still).catch(() => side.replaceChildren(h("p", { class: "soft" }, "The counts could not be had.")));
    // What is drawn anew keeps its place: the card one comes back to, the filter that was pressed, the filters' own scrolling.
    const back = P.opening, pressed = document.activeElement?.dataset?.facet ? { ...document.activeElement.dataset } : null;
    const scrolled = P.$("#main .side")?.scrollTop || 0;
    P.opening = undefined;
    P.after = () => {
      side.scrollTop = scrolled;
      if (back !== undefined) P.$(`.card[data-row="${back}"]`)?.focus();
      else window.scrollTo(0, 0);
      if (pressed) P.all(".value", side).find(v => v.dataset.facet === pressed.facet && v.dataset.value === pressed.value)?.focus({ preventScroll: true });
    };
    return h("div", { class: "browse" }, side, h("div", { class: "results" }, told, cards, empty, P.pager(found, "samples", "samples", query)));
  };
})();
