"use strict";
// Two sets side by side.
(() => {
  const { h } = P;
  const side = (mark, s) => s ? h("div", { class: "half" }, h("div", { class: "shot" }, h("img", { loading: "lazy", src: P.source.thumb(mark, s.row), alt: s.template })),
    h("div", { class: "says" }, h("div", { class: "over" }, s.template), h("p", { dir: "auto" }, s.text), h("div", { class: "under" }, `${s.id} · ${P.many(s.questions, "question")}`)))
    : h("div", { class: "half none" }, "no such sample");

  P.views.pairs = async ({ query }, still) => {
    const found = await P.source.pairs(query);
    if (!still()) return null;
    if (!found.pairs) { if (!found.progress.fault) P.again(still, P.show); return h("p", { class: "empty" }, P.reading(found.progress)); }
    const { compared } = found, only = query.get("only") === "differing";
    if (!compared.done) P.again(still, P.show);
    const pair = p => {
      const both = p.left && p.right;
      return h(both ? "a" : "div", { class: `card pair${p.differs.length ? " differs" : ""}`, href: both ? P.address(`pair/${p.left.row}/${p.right.row}`, query) : null },
        h("div", { class: "marks" }, p.differs.length ? p.differs.map(d => h("span", { class: "badge" }, d)) : h("span", { class: "soft" }, "the same")),
        side(P.set.mark, p.left), side(P.set.other.mark, p.right));
    };
    const told = compared.done ? `${P.count(compared.differ)} of ${P.many(compared.of, "pair")} differ` : `${P.count(compared.differ)} differ so far; ${P.count(compared.read)} of ${P.count(compared.of)} compared`;
    return h("div", { class: "sides" }, h("div", { class: "told" }, h("span", { class: "found", data: { total: found.total } }, told),
      h("span", { class: "soft" }, found.how === "id" ? "matched by id" : "no id in common: matched by place"),
      h("a", { class: "switch", role: "button", "aria-pressed": String(only), href: P.address("pairs", only ? "" : "only=differing") }, "Only those that differ")),
    h("div", { class: "names" }, h("b", null, P.set.name), h("b", null, P.set.other.name)), h("div", { class: "pairs-list" }, found.pairs.map(pair)),
    found.pairs.length ? null : h("p", { class: "empty" }, "None."), P.pager(found, "pairs", "pairs", query));
  };

  const same = (a, b) => JSON.stringify(a) === JSON.stringify(b);
  P.views.pair = async ({ rest, query }, still) => {
    const [left, right] = await Promise.all([P.source.sample(P.set.mark, +rest[0]), P.source.sample(P.set.other.mark, +rest[1])]);
    if (!still()) return null;
    const most = Math.max(left.questions.length, right.questions.length), questions = new Set();
    for (let i = 0; i < most; i++) if (!same(left.questions[i], right.questions[i])) questions.add(i);
    const bytes = await Promise.all([left, right].map(s => fetch(s.pictures[0]).then(r => r.arrayBuffer())));
    const [a, b] = bytes.map(x => new Uint8Array(x)), picture = a.length !== b.length || a.some((v, i) => v !== b[i]);
    if (!still()) return null;
    const differs = { questions, captions: !same(left.captions, right.captions), facts: !same(left.facts, right.facts) };
    const names = [picture ? "picture" : "", questions.size ? P.many(questions.size, "question") : "", differs.captions ? "captions" : "", differs.facts ? "facts" : "",
      same(left.regions, right.regions) ? "" : "regions", same(left.style, right.style) ? "" : "style", same(left.degradations, right.degradations) ? "" : "degradations"].filter(Boolean);
    const half = (name, s) => {
      const stage = P.stage(s);
      if (picture) stage.element.classList.add("differs");
      return h("div", { class: "half" }, h("h2", { class: "set-name" }, name), h("p", { class: "soft" }, `${s.template} · ${s.id}`), stage.element, P.words(s, stage, differs));
    };
    P.after = () => window.scrollTo(0, 0);
    return h("div", { class: "two" }, h("div", { class: "bar" }, h("a", { class: "button", href: P.address("pairs", query), title: "Esc" }, "All pairs"),
      h("span", { class: "id" }, names.length ? ["differs in ", names.map(n => h("span", { class: "badge" }, n))] : "the same"),
      h("button", { class: "switch regions-switch", "aria-pressed": "false", title: "r", on: { click: P.toggleRegions } }, "Regions")),
    half(P.set.name, left), half(P.set.other.name, right));
  };
})();
