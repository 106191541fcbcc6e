"""The Spec of a chart, as plain JSON-able data, and the facts that are stated about it.

Spec (numbers of data are strings, so that 12.50 stays 12.50; null is a missing value, shown as such):

    kind        one of KINDS
    topic       the domain pack (finance, health, …) or "user"
    title, subtitle, source     what the picture prints ("" for nothing)
    measure     what the value axis shows ("Rainfall"); unit ("mm", "%", "€ million", ""); decimals (of the data)
    category    {"name": "Season", "kind": "time" | "nominal" | "ordinal", "noun": "season", "plural": "seasons"}
    labels      category labels in order of drawing
    series      [{"name": "Arlo", "values": ["240", null, …]}]   one value a label; a one-series chart has one entry
    series_noun {"noun": "town", "plural": "towns"}
    axis        {"min", "max", "step"} of the value axis (strings); null where there is none (pie, donut)
    printed     "all" | "none": whether each mark prints its value
    entity      what everything is about, for titles and captions ("two towns", "Northwind Ltd")
    withheld    null or {"series", "label", "how": "missing"}: the value that the picture does not show
    adds        {"labels", "series"}: do sums along the labels, and over the series at one label, mean something?
    by kind:
      scatter, bubble   points: [{"name": "", "series": "", "x": "…", "y": "…", "size": "…"}],
                        x: {"measure", "unit", "min", "max", "step"},
                        size: {"measure", "unit"}; measure/unit/axis are those of y; series lists the groups' names
      histogram         edges: ["0", "10", …], counts in series[0].values; labels are "0–10", …
      box               boxes: [{"name", "min", "q1", "median", "q3", "max", "outliers": [..]}]; labels are the names
      combo             series[0] is drawn as bars (left axis), series[1] as a line against `right`:
                        {"measure", "unit", "decimals", "min", "max", "step"}
      pie, donut, bar_percent (100 % stacked), …: values are as in the data; `parts`: true when they sum to 100 %

Facts (ids f1, f2, …; Decimal values; margin and regions come from the Picture):

    value(series, label) = v unit      every mark (also heatmap: series = row, label = column; combo; pie: the slice)
    x(point) / y(point) / size(point)  scatter and bubble; `point` is the point's name or its number "p3"
    group(point) = series              the series a scatter point belongs to (by colour)
    count(label) = n                   histogram bins
    min/q1/median/q3/max(label) = v    box plots; outliers(label) = n
    colour(series or label) = "blue"   where colours tell marks apart and the name is one that people agree on
    title() / axis_title(x|y) / unit() / position(label) = i (1-based order along the axis) / legend(series) = i
"""

KINDS = (
    "bar",
    "bar_horizontal",
    "bar_grouped",
    "bar_stacked",
    "bar_percent",
    "line",
    "line_multi",
    "area",
    "area_stacked",
    "scatter",
    "bubble",
    "pie",
    "donut",
    "histogram",
    "box",
    "heatmap",
    "radar",
    "combo",
)
