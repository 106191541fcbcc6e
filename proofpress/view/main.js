"use strict";
// The frame: header, views, keys.
(() => {
  const { h, $ } = P;
  const TABS = [["samples", "Samples"], ["statistics", "Statistics"], ["drops", "Drops"], ["findings", "Findings"], ["pairs", "Compare"]];
  const KEYS = [["← → or j k", "the sample before, the one after; in the grid, the card"], ["Enter", "open the card"], ["Esc", "back"],
    ["/", "search"], ["a", "show or hide the answers"], ["r", "show or hide all regions"], ["g", "the grid"], ["s", "statistics"], ["?", "this list"]];
  let turn = 0, timer = 0, view = null;

  const there = about => ({ drops: about.drops > 0, findings: about.findings > 0, pairs: !!about.other, samples: true, statistics: true });

  function frame(about) {
    document.title = `${about.name} · Proofpress`;
    const search = h("input", { id: "search", type: "search", placeholder: "Search questions, answers, ids", "aria-label": "search", autocomplete: "off" });
    search.addEventListener("input", () => {
      clearTimeout(timer);
      timer = setTimeout(() => {
        const now = P.read(), target = ["drops", "findings"].includes(now.view) ? now.view : "samples";
        const query = P.without(target === now.view || now.view === "sample" ? now.query : "", "q", "page");
        if (search.value.trim()) query.set("q", search.value.trim());
        P.go(target, query, now.view === target && now.query.has("q"));
      }, 200);
    });
    const quiz = h("button", { id: "quiz", class: "switch", "aria-pressed": "false", title: "a", on: { click: P.quiz } }, "Hide answers");
    const shown = there(about);
    $("#top").replaceChildren(
      h("div", { class: "brand" }, h("a", { href: "#/samples", class: "name" }, about.name),
        h("span", { class: "soft" }, [P.many(about.samples, "sample"), about.questions ? P.many(about.questions, "question") : "",
          about.shown && about.shown < about.samples ? `${P.count(about.shown)} in this page` : "",
          about.complete ? "" : "not finished"].filter(Boolean).join(" · "))),
      h("nav", { class: "tabs", "aria-label": "views" }, TABS.filter(([name]) => shown[name]).map(([name, title]) =>
        h("a", { href: `#/${name}`, data: { tab: name } }, title, name === "findings" ? h("span", { class: "dot", "aria-hidden": "true" }) : null))),
      h("div", { class: "tools" }, search, quiz, h("button", { class: "round", "aria-label": "keys", title: "?", on: { click: help } }, "?")));
    $("#help").replaceChildren(h("h2", null, "Keys"), h("dl", null, KEYS.map(([key, what]) => [h("dt", null, h("kbd", null, key)), h("dd", null, what)])),
      h("button", { on: { click: () => $("#help").close() }, autofocus: true }, "Close"));
  }

  const help = () => $("#help").open ? $("#help").close() : $("#help").showModal();
  P.quiz = () => {
    const on = document.body.classList.toggle("quiz");
    $("#quiz").setAttribute("aria-pressed", String(on));
    P.all("article.shown").forEach(a => a.classList.remove("shown"));
  };
  P.news = progress => {
    const quiet = !progress || (progress.done && !progress.fault);
    $("#news").replaceChildren(...(quiet ? [] : [h("span", null, P.reading(progress)),
      h("progress", { value: progress.read, max: progress.of, "aria-hidden": "true" })]));
  };

  P.show = async () => {
    const state = P.read(), mine = ++turn, main = $("#main"), changed = view !== state.view;
    view = state.view;
    const tab = { sample: "samples", pair: "pairs" }[state.view] || state.view;
    P.all(".tabs a").forEach(a => a.dataset.tab === tab ? a.setAttribute("aria-current", "page") : a.removeAttribute("aria-current"));
    if (document.activeElement !== $("#search")) $("#search").value = state.query.get("q") || "";
    try {
      const made = await P.views[state.view](state, () => mine === turn);
      if (mine !== turn || !made) return;
      main.replaceChildren(made);
      main.dataset.view = state.view;
      if (changed && document.activeElement !== $("#search")) { main.focus({ preventScroll: true }); window.scrollTo(0, 0); }
      P.after?.();
      P.after = null;
    } catch (error) {
      if (mine === turn) main.replaceChildren(h("p", { class: "empty" }, String(error.message || error)));
    }
  };
  // Ask again while the set is still being read.
  P.again = (still, after) => setTimeout(() => { if (still()) after(); }, 700);

  const step = by => {
    const cards = P.all(".card"), at = cards.indexOf(document.activeElement.closest?.(".card"));
    const next = cards[Math.max(0, Math.min(cards.length - 1, at < 0 ? 0 : at + by))];
    if (next) { next.focus(); next.scrollIntoView({ block: "nearest" }); }
  };
  const columns = () => {
    const cards = P.all(".card");
    return Math.max(1, cards.filter(c => c.offsetTop === cards[0].offsetTop).length);
  };
  document.addEventListener("keydown", event => {
    const typing = event.target.closest?.("input, textarea, select");
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === "Escape" && typing) { event.target.blur(); return; }
    if (typing || ($("#help").open && event.key !== "?")) return;
    if (event.key === " " && event.target.matches?.("a[role=button]")) { event.preventDefault(); event.target.click(); return; }
    const now = P.read(), moves = { ArrowLeft: -1, k: -1, ArrowRight: 1, j: 1 };
    const acts = { "/": () => $("#search").focus(), "?": help, a: P.quiz, r: () => P.toggleRegions?.(), g: () => P.go("samples", ""), s: () => P.go("statistics", "") };
    if (now.view === "sample") acts.Escape = () => P.go("samples", now.query);
    if (now.view === "pair") acts.Escape = () => P.go("pairs", now.query);
    if (event.key in moves && now.view === "sample") acts[event.key] = () => P.turn(moves[event.key]);
    if (event.key in moves && (now.view === "samples" || now.view === "pairs")) acts[event.key] = () => step(moves[event.key]);
    if (now.view === "samples" && document.activeElement.closest?.(".card")) {
      acts.ArrowDown = () => step(columns());
      acts.ArrowUp = () => step(-columns());
    }
    if (acts[event.key]) { event.preventDefault(); acts[event.key](); }
  });

  P.source.about().then(about => {
    P.set = about;
    frame(about);
    // Coming back from a sample leads to its card: by the address that is left, which holds even if its sample has not come yet.
    window.addEventListener("hashchange", event => { P.opening = /#\/sample\/(\d+)/.exec(event.oldURL)?.[1]; P.show(); });
    P.show();
  }).catch(error => $("#main").replaceChildren(h("p", { class: "empty" }, String(error.message || error))));
})();
