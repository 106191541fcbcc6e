"use strict";
// The set as it stands in this file: the same questions as the server's, answered here.
P.source = (() => {
  const data = JSON.parse(document.getElementById("data").textContent);
  const PAGE = 48, LINES = 100, QUESTION = ["form", "difficulty", "depth", "text_load"];
  const done = { read: data.samples.length, of: data.samples.length, done: true };
  const marks = new Map();
  data.findings.forEach(f => { if (f.row !== null) marks.set(f.row, marks.get(f.row) === "wrong" || f.wrong ? "wrong" : "finding"); });
  const ofSample = {
    engine: s => [s.engine], template: s => [s.template], language: s => [s.language], split: s => [s.split],
    degradation: s => s.degradations.length ? [...new Set(s.degradations.map(d => d.name))] : ["none"],
    finding: s => [...new Set(s.findings.map(f => f.check))],
  };
  const ofQuestion = Object.fromEntries(QUESTION.map(name => [name, q => [String(q[name])]]));
  ofQuestion.type = q => [q.answer.type];
  ofQuestion.operator = q => [...new Set(q.steps.map(t => t.op))];
  const hay = new Map(data.samples.flatMap(s => s.questions.map(q => [q, `${q.text} ${q.answer.text}`.toLowerCase()])));

  // The questions of a sample that meet every filter but one.
  const met = (s, query, but) => {
    const chosen = name => name === but ? [] : query.getAll(name);
    for (const [name, values] of Object.entries(ofSample)) {
      const wanted = chosen(name);
      if (wanted.length && !values(s).some(v => wanted.includes(v))) return [];
    }
    const words = (query.get("q") || "").toLowerCase().split(/\s+/).filter(Boolean);
    const named = words.length === 1 && s.id.includes(words[0]);
    return s.questions.filter(q => (named || words.every(w => hay.get(q).includes(w))) && Object.entries(ofQuestion).every(([name, values]) => {
      const wanted = chosen(name);
      return !wanted.length || values(q).some(v => wanted.includes(v));
    }));
  };
  const asked = query => [...query.keys()].some(k => k !== "page");
  const page = (query, total, size) => Math.max(0, Math.min((parseInt(query.get("page"), 10) || 1) - 1, Math.ceil(total / size) - 1));
  const tally = (values, order) => {
    const counts = new Map();
    values.forEach(v => counts.set(v, (counts.get(v) || 0) + 1));
    return [...counts].sort(order || ((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1)));
  };
  const ledger = (lines, query, names) => {
    const words = (query.get("q") || "").toLowerCase().split(/\s+/).filter(Boolean);
    const spoken = lines.filter(d => words.every(w => Object.values(d).join(" ").toLowerCase().includes(w)));
    const fits = (d, but) => names.every(n => n === but || !query.getAll(n).length || query.getAll(n).includes(String(d[n] ?? "")));
    const found = spoken.filter(d => fits(d)), at = page(query, found.length, LINES);
    const facets = Object.fromEntries(names.map(n => [n, tally(spoken.filter(d => fits(d, n)).map(d => String(d[n] ?? "")))]));
    return { total: found.length, all: lines.length, page: at, size: LINES, lines: found.slice(at * LINES, (at + 1) * LINES), facets };
  };

  return {
    about: async () => ({ ...data.about, progress: done }),
    samples: async query => {
      const found = data.samples.map((s, i) => [s, i, met(s, query)]).filter(([, , q]) => q.length || !asked(query));
      if (query.has("finding")) found.sort((a, b) => (marks.get(b[1]) === "wrong") - (marks.get(a[1]) === "wrong"));
      const at = page(query, found.length, PAGE);
      const cards = found.slice(at * PAGE, (at + 1) * PAGE).map(([s, row, questions]) => ({
        row, id: s.id, engine: s.engine, template: s.template, language: s.language, questions: s.questions.length,
        depth: Math.max(0, ...s.questions.map(q => q.depth)), text: (questions[0] || { text: "" }).text, form: (questions[0] || { form: "" }).form,
        met: asked(query) ? questions.length : undefined, finding: marks.get(row) || "",
      }));
      return { total: found.length, page: at, size: PAGE, cards, progress: done };
    },
    facets: async query => {
      const facets = {};
      for (const name of data.facets) {
        const ofThis = ofSample[name] || (s => [...new Set(met(s, query, name).flatMap(ofQuestion[name]))]);
        const rows = asked(query) ? data.samples.filter(s => met(s, query, name).length) : data.samples;
        const number = name === "depth" || name === "difficulty";
        facets[name] = tally(rows.flatMap(ofThis), number ? (a, b) => a[0] - b[0] : undefined);
      }
      return { facets, progress: done };
    },
    sample: async (mark, row) => {
      if (!data.samples[row]) throw new Error("There is no such sample in this page.");
      return { row: +row, ...data.samples[row] };
    },
    statistics: async () => data.statistics,
    drops: async query => ledger(data.drops, query, ["reason", "template", "question"]),
    findings: async query => ledger(data.findings, query, ["check"]),
    pairs: async () => { throw new Error("This page holds one set."); },
    thumb: (mark, row) => data.samples[row].pictures[0],
  };
})();
