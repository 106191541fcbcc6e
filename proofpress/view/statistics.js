"use strict";
// What the set holds, as plots.
(() => {
  const { h, s } = P;

  // Bars lying down: a word, a bar, a number; each is a way to the samples behind it.
  function bars(values, total, facet) {
    const most = Math.max(1, ...values.map(([, n]) => n)), few = 14;
    const row = ([value, n], i) => h("li", { class: i >= few ? "rest" : "" }, h(facet ? "a" : "div", { class: "barline", href: facet ? P.address("samples", new URLSearchParams([[facet, value]])) : null },
      h("span", { class: "word", dir: "auto", title: value }, P.name(value) || "–"),
      s("svg", { "aria-hidden": "true", width: "100%", height: 12 }, s("rect", { class: "bar-mark", width: `${100 * n / most}%`, height: 12, rx: 2 })),
      h("span", { class: "n" }, P.count(n)), h("span", { class: "soft n" }, P.share(n, total))));
    const list = h("ul", { class: "bars short" }, values.map(row));
    return [list, values.length > few ? h("button", { class: "plain more", on: { click: event => { list.classList.toggle("short"); event.target.textContent = list.classList.contains("short") ? `${values.length - few} more` : "fewer"; } } }, `${values.length - few} more`) : null];
  }

  // Bars standing up, for things that have an order.
  function columns(values, total, facet) {
    const most = Math.max(1, ...values.map(([, n]) => n)), width = 44, high = 120;
    const made = s("svg", { class: "columns", viewBox: `0 0 ${Math.max(values.length, 5) * width} ${high + 40}`, role: "img", "aria-label": values.map(([v, n]) => `${v}: ${n}`).join(", ") },
      values.map(([value, n], i) => {
        const tall = Math.max(1, high * n / most), x = i * width;
        return s("a", { href: P.address("samples", new URLSearchParams([[facet, value]])) },
          s("rect", { class: "bar-mark", x: x + 6, y: high + 14 - tall, width: width - 12, height: tall, rx: 2 }),
          s("text", { x: x + width / 2, y: high + 8 - tall, class: "above" }, P.share(n, total)),
          s("text", { x: x + width / 2, y: high + 32 }, value));
      }));
    return made;
  }

  // Observed against expected: the tick is where an even hand would be.
  function against(told) {
    const most = Math.max(1, ...told.values.flatMap(([, n, e]) => [n, e]));
    const p = told.p === null ? null : told.p < 0.001 ? "p < 0.001" : `p = ${told.p.toFixed(3)}`;
    return [h("ul", { class: "bars" }, told.values.map(([value, n, e]) => h("li", null, h("div", { class: "barline" }, h("span", { class: "word" }, value),
      s("svg", { "aria-hidden": "true", width: "100%", height: 12 }, s("rect", { class: "bar-mark", width: `${96 * n / most}%`, height: 12, rx: 2 }),
        s("rect", { class: "tick", x: `${96 * e / most}%`, width: 2, height: 12 })),
      h("span", { class: "n" }, P.count(n)), h("span", { class: "soft n", title: "expected of an even hand" }, P.count(e)))))),
    p === null ? h("p", { class: "soft" }, "None in this set.") : h("p", { class: told.p < 0.01 ? "warns" : "soft" }, `Chi-square against an even hand: ${p}${told.p < 0.01 ? " – not even" : ""}.`)];
  }

  const panel = (title, note, ...kids) => h("section", { class: "panel" }, h("h2", null, title), note ? h("p", { class: "soft note" }, note) : null, kids);
  const texts = list => h("ol", { class: "texts" }, list.map(([text, n]) => h("li", null, h("span", { class: "n" }, P.count(n)), h("span", { dir: "auto" }, text))));

  function repeated(r) {
    return panel("Repeated questions", `${P.count(r.texts)} different texts and ${P.count(r.shapes)} different wordings (names and numbers aside) in ${P.many(r.questions, "question")}.`,
      h("h3", null, "Same words"), r.top_texts.length ? texts(r.top_texts) : h("p", { class: "soft" }, "No text is used twice."),
      h("h3", null, "Same words, other names and numbers"), r.top_shapes.length ? texts(r.top_shapes) : h("p", { class: "soft" }, "No wording is used twice."));
  }

  function doubles(told) {
    const d = told.duplicates;
    if (!d) return panel("Samples that tell the same", `Reading the facts: ${P.count(told.facts.read)} of ${P.count(told.facts.of)} samples.`, h("progress", { value: told.facts.read, max: told.facts.of }));
    const copies = d.samples - d.distinct;
    return panel("Samples that tell the same", copies ? `${P.many(copies, "sample")} of ${P.count(d.samples)} (${P.share(copies, d.samples)}) have the template and facts of another.` : `All ${P.count(d.samples)} samples differ in template or facts.`,
      d.groups.length ? h("ol", { class: "texts" }, d.groups.map(g => h("li", null, h("span", { class: "n" }, P.count(g.n)), h("span", null, g.template, " ", g.rows.map(([row, id]) => [h("a", { href: `#/sample/${row}` }, id), " "]))))) : null);
  }

  P.views.statistics = async (state, still) => {
    const told = await P.source.statistics();
    if (!still()) return null;
    P.news(told.progress);
    if (!told.distributions) { P.again(still, P.show); return h("p", { class: "empty" }, P.reading(told.progress)); }
    if (!told.progress.done || !told.facts.done) P.again(still, P.show);
    const total = { samples: told.samples, questions: told.repeats.questions };
    const plots = told.distributions.filter(d => d.values.length).map(d => panel(P.name(d.facet), `of ${P.many(total[d.of], d.of.slice(0, -1))}`,
      d.facet === "depth" || d.facet === "difficulty" ? columns(d.values, total[d.of], d.facet) : bars(d.values, total[d.of], d.facet)));
    const dropped = told.drops.reduce((sum, [, n]) => sum + n, 0);
    return h("div", { class: "panels" }, plots,
      panel("Yes and no", "The tick marks an even hand.", against(told.balance.yes_no)),
      panel("Letters of the right choice", "The tick marks an even hand over each question's options.", against(told.balance.letters)),
      told.drops.length ? panel("Drops by reason", `${P.many(dropped, "attempt")} thrown out`, told.drops.map(([reason, n]) => h("a", { class: "barline", href: P.address("drops", new URLSearchParams([["reason", reason]])) },
        h("span", { class: "word" }, P.name(reason)), s("svg", { "aria-hidden": "true", width: "100%", height: 12 }, s("rect", { class: "bar-mark", width: `${100 * n / told.drops[0][1]}%`, height: 12, rx: 2 })), h("span", { class: "n" }, P.count(n)), h("span", { class: "soft n" }, P.share(n, dropped))))) : null,
      doubles(told), repeated(told.repeats));
  };
})();
