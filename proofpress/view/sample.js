"use strict";
// One sample: the picture with its regions, the questions with their steps, and everything else that is known of it.
(() => {
  const { h, s } = P;
  let allRegions = false;

  const area = q => Math.abs([0, 2, 4, 6].reduce((sum, i) => sum + q[i] * q[(i + 3) % 8] - q[(i + 2) % 8] * q[i + 1], 0));

  // A frame a little outside the quad, so that it never runs through the letters it frames.
  const around = (q, pad) => {
    const unit = (x, y) => { const n = Math.hypot(x, y) || 1; return [pad * x / n, pad * y / n]; };
    const [ax, ay] = unit(q[2] - q[0], q[3] - q[1]), [bx, by] = unit(q[6] - q[0], q[7] - q[1]);
    return [[-1, -1], [1, -1], [1, 1], [-1, 1]].flatMap(([a, b], i) => [q[2 * i] + a * ax + b * bx, q[2 * i + 1] + a * ay + b * by]);
  };

  // --- lighting: a thing that rests on regions lights them while it is pointed at, in focus, or pinned by a tap ------------
  function lights(element, ids, stage, box) {
    if (!ids.length && !box) return element;
    element.classList.add("lights");
    element.tabIndex = 0;
    const on = () => stage.light(ids, box), off = () => stage.pinned ? stage.pinned() : stage.light([]);
    element.addEventListener("mouseenter", on);
    element.addEventListener("mouseleave", off);
    element.addEventListener("focus", on);
    element.addEventListener("blur", () => { stage.pinned = null; P.all(".pinned").forEach(p => p.classList.remove("pinned")); stage.light([]); });
    element.addEventListener("click", event => {
      event.stopPropagation();
      const held = element.classList.contains("pinned");
      P.all(".pinned").forEach(p => p.classList.remove("pinned"));
      element.classList.toggle("pinned", !held);
      stage.pinned = held ? null : on;
      stage.light(held ? [] : ids, held ? null : box);
    });
    return element;
  }

  P.stage = sample => {
    const told = h("p", { class: "caption soft", "aria-live": "polite" }, "Point at the picture, a step or a fact.");
    const shapes = new Map(), [width, height] = sample.size;
    const say = r => { told.textContent = [r.role, r.text ? `“${r.text}”` : "", r.parent ? `part of ${r.parent}` : "", `${Math.round(100 * r.visible)} % visible`, r.id].filter(Boolean).join(" · "); };
    const spot = s("rect", { class: "spot" });
    const overlay = number => s("svg", { viewBox: `0 0 ${width} ${height}`, "aria-hidden": "true", preserveAspectRatio: "none" },
      sample.regions.filter(r => r.image === number).sort((a, b) => area(b.quad) - area(a.quad)).map(r => {
        const shape = s("polygon", { class: r.text ? "written" : null, points: (r.text ? around(r.quad, 3) : r.quad).join(" "), data: { id: r.id } });
        shape.addEventListener("mouseenter", () => say(r));
        shape.addEventListener("click", () => { say(r); stage.light([r.id]); });
        shapes.set(r.id, { shape, r });
        return shape;
      }), number === 0 ? spot : null);
    const figures = sample.pictures.map((src, i) => h("div", { class: "picture" },
      h("img", { src, alt: (sample.captions[0] || {}).text || sample.template, width, height }), overlay(i)));
    const element = h("div", { class: `stage${allRegions ? " all" : ""}` }, figures, told);
    const stage = {
      element, pinned: null,
      light(ids, box) {
        P.all(".lit", element).forEach(e => e.classList.remove("lit"));
        ids.forEach(id => shapes.get(id)?.shape.classList.add("lit"));
        element.classList.toggle("lighting", ids.length > 0 || !!box);
        if (box) {
          const [x0, y0, x1, y1] = box.length === 4 ? box : [box[0] - 7, box[1] - 7, box[0] + 7, box[1] + 7];
          Object.entries({ x: x0, y: y0, width: x1 - x0, height: y1 - y0, rx: box.length === 4 ? 0 : 7 }).forEach(([k, v]) => spot.setAttribute(k, v));
          spot.classList.add("lit");
        }
        const counts = new Map();
        ids.map(id => shapes.get(id)?.r).filter(Boolean).map(r => r.text ? `${r.role} “${r.text}”` : r.role).forEach(w => counts.set(w, (counts.get(w) || 0) + 1));
        const words = [...counts].map(([w, n]) => n > 1 ? `${w} × ${n}` : w);
        if (words.length) told.textContent = words.slice(0, 6).join(", ") + (words.length > 6 ? `, and ${words.length - 6} more` : "");
      },
    };
    return stage;
  };
  P.toggleRegions = () => {
    allRegions = !allRegions;
    P.all(".stage").forEach(e => e.classList.toggle("all", allRegions));
    P.all(".regions-switch").forEach(b => b.setAttribute("aria-pressed", String(allRegions)));
  };

  // --- the parts --------------------------------------------------------------------------------------------------------
  const json = value => h("pre", null, JSON.stringify(value, null, 1));
  const folded = (title, ...kids) => h("details", null, h("summary", null, title), kids);
  const more = (data, title) => Object.keys(data || {}).length ? folded(title, json(data)) : null;

  // What a model's pass left beside a question, or beside the sample (question ""): its opinions, and other words.
  const said = v => Array.isArray(v) ? v.map(said).join(", ") : v && typeof v === "object" ? Object.entries(v).filter(([, w]) => w?.length !== 0).map(([k, w]) => `${P.name(k)} ${said(w)}`).join(" · ") : String(v);
  const rows = (title, made) => made.length ? h("details", { class: "beside" }, h("summary", null, `${title}, ${made.length}`), h("table", null, h("tbody", null, made))) : null;
  const beside = (sample, id) => [
    rows("Reviews", sample.reviews.filter(r => r.question === id).map(r => h("tr", { data: { kind: r.kind } }, h("td", null, P.name(r.kind)),
      h("td", { dir: "auto" }, said(r.verdict), Object.keys(r.detail).length ? h("span", { class: "soft" }, ` ${said(r.detail)}`) : null), h("td", { class: "soft" }, r.model)))),
    rows("Wordings", sample.wordings.filter(w => w.question === id).map(w => h("tr", { class: w.detail.used ? "used" : "" }, h("td", null, P.name(w.part)),
      h("td", { dir: "auto", lang: sample.language }, w.text, h("span", { class: "soft" }, ` for “${w.original}”`)), h("td", { class: "soft" }, w.detail.used ? "used" : "", w.style ? ` ${w.style}` : "")))),
  ];

  function question(q, sample, stage, number, differs) {
    const facts = new Map(sample.facts.map(f => [f.id, f])), outputs = new Map(q.steps.map(t => [t.output, t]));
    const chip = id => {
      const fact = facts.get(id), from = outputs.get(id);
      const made = h("span", { class: "ref", title: fact ? `${fact.says} ${fact.value ? "= " + fact.value : ""}` : from ? from.text : id }, id);
      return lights(made, fact ? fact.regions : from ? from.regions : [], stage);
    };
    const letter = i => String.fromCharCode(65 + i), right = i => q.answer.text === letter(i);
    const chosen = q.choices.findIndex((c, i) => right(i)), answer = q.answer;
    const findings = sample.findings.filter(f => f.question === q.id);
    const article = h("article", { class: `question${differs ? " differs" : ""}`, id: `q-${q.id}` },
      h("div", { class: "over" }, h("span", null, `${number} · ${P.name(q.form)}`),
        h("span", null, `depth ${q.depth} · difficulty ${q.difficulty} · ${q.text_load}`)),
      h("p", { class: "asks", dir: "auto", lang: sample.language }, q.text),
      findings.map(f => h("p", { class: "finding" }, h("b", null, f.check), " ", f.message)),
      q.choices.length ? h("ol", { class: "choices" }, q.choices.map((c, i) => h("li", { class: right(i) ? "right" : "" }, h("span", { class: "letter" }, letter(i)), h("span", { dir: "auto" }, c)))) : null,
      h("button", { class: "reveal", on: { click: () => article.classList.add("shown") } }, "Show the answer"),
      lights(h("p", { class: "answer" }, h("span", { class: "label" }, "Answer"), h("b", { dir: "auto" }, answer.text, chosen >= 0 ? ` – ${q.choices[chosen]}` : ""),
        answer.tolerance ? h("span", { class: "soft" }, ` ± ${+answer.tolerance.toPrecision(3)}`) : null,
        h("span", { class: "soft" }, [` · ${P.name(answer.type)}`, answer.aliases.length ? `also ${answer.aliases.join(", ")}` : ""].filter(Boolean).join(" · "))), [], stage, q.box),
      h("ol", { class: "steps", "aria-label": "steps" }, q.steps.map((t, i) => lights(h("li", { data: { step: i } },
        h("span", { class: "step-text", dir: "auto" }, t.text),
        h("span", { class: "step-how" }, h("code", null, P.name(t.op)), t.inputs.length ? [" of ", t.inputs.map((id, k) => [k ? " " : "", chip(id)])] : "", h("span", { class: "value" }, ` ${t.output} = ${t.value}`)),
        more(t.more, "more")), t.regions, stage))),
      h("div", { class: "tail" }, q.givens.length ? h("span", { class: "givens" }, "rests on ", q.givens.map((id, k) => [k ? " " : "", chip(id)])) : null,
        q.skills.map(k => h("span", { class: "tag" }, P.name(k)))),
      beside(sample, q.id), more(q.more, "More of the question"), more(answer.more, "More of the answer"));
    return article;
  }

  const GIVEN = { image: "the picture shows it", text: "the words state it", hidden: "true, not shown" };
  const factTable = (sample, stage) => h("table", { class: "facts" }, h("tbody", null, sample.facts.map(f =>
    lights(h("tr", { data: { fact: f.id } }, h("td", { class: "soft" }, f.id), h("td", { class: "says" }, h("span", { dir: "auto" }, f.says)), h("td", { class: "is", dir: "auto" }, f.value),
      h("td", null, h("span", { class: `given ${f.given}`, title: GIVEN[f.given] || "" }, f.given))), f.regions, stage))));

  const LEVELS = { 1: "brief", 2: "detailed", 3: "complete" };
  // The words of a sample: what stands beside the picture.  `differs`: names of fields and numbers of questions to mark.
  P.words = (sample, stage, differs = {}) => h("div", { class: "words" },
    sample.findings.filter(f => !f.question).map(f => h("p", { class: "finding" }, h("b", null, f.check), " ", f.message)),
    h("section", null, h("h2", null, "Questions"), sample.questions.map((q, i) => question(q, sample, stage, i + 1, differs.questions?.has(i)))),
    h("section", { class: differs.captions ? "differs" : "" }, h("h2", null, "Captions"), sample.captions.map(c => h("div", { class: "level" }, h("span", { class: "label" }, LEVELS[c.level] || c.level), h("p", { dir: "auto", lang: sample.language }, c.text))), beside(sample, "")),
    h("section", { class: differs.facts ? "differs" : "" }, h("h2", null, `Facts, ${sample.facts.length}`), factTable(sample, stage)),
    h("section", null, h("h2", null, "How it was made"),
      h("dl", { class: "made" }, [["seed", sample.seed], ["engine", `${sample.engine} ${sample.version}`], ["language", sample.language], ["split", sample.split], ["size", sample.size.join(" × ")],
        ["degradations", sample.degradations.map(d => `${d.name}${d.severity ? ` (${d.severity})` : ""}`).join(", ") || "none"]].map(([k, v]) => [h("dt", null, k), h("dd", null, v)])),
      sample.degradations.length ? folded("Degradations", json(sample.degradations)) : null,
      folded("Style", json(sample.style)), folded("Spec", json(sample.spec)),
      folded(`Regions, ${sample.regions.length}`, h("table", null, h("tbody", null, sample.regions.map(r =>
        lights(h("tr", null, h("td", { class: "soft" }, r.id), h("td", null, r.role), h("td", { dir: "auto" }, r.text), h("td", null, `${Math.round(100 * r.visible)} %`)), [r.id], stage))))),
      more(sample.more, "More columns")));

  // --- the view ---------------------------------------------------------------------------------------------------------
  P.turn = async by => {
    const now = P.read(), row = +now.rest[0];
    if (P.listed.key !== String(now.query)) await P.list(now.query);
    const at = P.listed.rows.indexOf(row);
    if (at < 0) { if (row + by >= 0 && row + by < (P.set.shown || P.set.samples)) P.go(`sample/${row + by}`, now.query, true); return; }
    if (P.listed.rows[at + by] !== undefined) { P.go(`sample/${P.listed.rows[at + by]}`, now.query, true); return; }
    const page = P.listed.page + by;
    if (page < 0 || page > P.listed.last) return;
    const query = P.without(now.query, "page");
    if (page > 0) query.set("page", page + 1);
    await P.list(query);
    const next = P.listed.rows[by > 0 ? 0 : P.listed.rows.length - 1];
    if (next !== undefined) P.go(`sample/${next}`, query, true);
  };

  P.views.sample = async ({ rest, query }, still) => {
    const sample = await P.source.sample(P.set.mark, +rest[0]);
    if (!still()) return null;
    const stage = P.stage(sample);
    P.after = () => window.scrollTo(0, 0);
    const tool = (text, label, act, extra) => h("button", { "aria-label": label, title: label, on: { click: act }, ...extra }, text);
    const bar = h("div", { class: "bar" }, h("a", { class: "button", href: P.address("samples", query), title: "Esc" }, "All samples"),
      h("span", { class: "id" }, h("b", null, sample.template), h("span", { class: "soft" }, sample.id)),
      h("button", { class: "switch regions-switch", "aria-pressed": String(allRegions), title: "r", on: { click: P.toggleRegions } }, "Regions"),
      tool("←", "the sample before", () => P.turn(-1)), tool("→", "the next sample", () => P.turn(1)));
    return h("div", { class: "single" }, bar, h("div", { class: "look" }, stage.element), P.words(sample, stage));
  };
})();
