"use strict";
// The set as the server tells it.
P.source = (() => {
  const ask = async path => {
    const answer = await fetch(path, { headers: { accept: "application/json" } });
    if (!answer.ok) throw new Error(await answer.text());
    return answer.json();
  };
  const asked = (path, query) => ask(`${path}?${query}`);
  return {
    about: () => ask("/api/about"),
    samples: query => asked("/api/samples", query),
    facets: query => asked("/api/facets", P.without(query, "page")),
    sample: (mark, row) => ask(`/api/sample/${encodeURIComponent(mark)}/${row}`),
    statistics: () => ask("/api/statistics"),
    drops: query => asked("/api/drops", query),
    findings: query => asked("/api/findings", query),
    pairs: query => asked("/api/pairs", query),
    thumb: (mark, row) => `/thumb/${encodeURIComponent(mark)}/${row}`,
  };
})();
