"use strict";
// Lists: what was thrown out, and what `check` found.
(() => {
  const { h } = P;

  function list(view, found, query, unit, row) {
    const side = h("aside", { class: "side", "aria-label": "filters" }, Object.entries(found.facets).map(([name, values]) => P.facet(name, values, view, query, unit + "s")));
    const told = h("div", { class: "told" }, P.drawer(side), h("span", { class: "found", data: { total: found.total } }, found.total === found.all ? P.many(found.all, unit) : `${P.count(found.total)} of ${P.many(found.all, unit)}`),
      [...query].some(([n]) => n !== "page") ? h("a", { class: "chip clear", href: `#/${view}` }, "clear all") : null);
    return h("div", { class: "browse" }, side, h("div", { class: "results" }, told, h("ul", { class: "lines" }, found.lines.map(row)), found.lines.length ? null : h("p", { class: "empty" }, "None."), P.pager(found, unit, view, query)));
  }

  P.views.drops = async ({ query }, still) => {
    const found = await P.source.drops(query);
    return still() && list("drops", found, query, "drop", d => {
      const { reason, detail, template, question, id, ...rest } = d;
      return h("li", null, h("span", { class: "tag" }, P.name(reason)), h("div", null, h("p", { dir: "auto" }, [question ? P.name(question) : "the whole sample", detail].filter(Boolean).join(": ")),
        h("p", { class: "soft" }, [template, id, ...Object.entries(rest).map(([k, v]) => `${k} ${typeof v === "object" ? JSON.stringify(v) : v}`)].filter(Boolean).join(" · "))));
    });
  };

  P.views.findings = async ({ query }, still) => {
    const found = await P.source.findings(query);
    if (still() && found.lines.some(f => f.row === null || f.row === undefined) && !P.set.progress.done) P.again(still, async () => { P.set = await P.source.about(); P.show(); });
    return still() && list("findings", found, query, "finding", f => h("li", { class: f.wrong ? "wrong" : "" }, h("span", { class: "tag" }, f.check),
      h("div", null, h("p", { dir: "auto" }, f.message), h("p", { class: "soft" }, typeof f.row === "number" ? h("a", { href: `#/sample/${f.row}` }, f.sample) : f.sample, f.question ? ` · ${f.question}` : "", f.wrong ? " · the answer is wrong" : ""))));
  };
})();
