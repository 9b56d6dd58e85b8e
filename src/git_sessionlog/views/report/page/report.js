// The charts of the page. All figures stand in the tables as well; without this script nothing is lost.
"use strict";
(() => {
  const report = JSON.parse(document.getElementById("data").textContent);
  const HOUR = 3600e3, DAY = 24 * HOUR;
  const when = (text) => new Date(text);
  const day = (text) => new Date(`${text}T00:00:00Z`);
  const one = "var(--one)", two = "var(--two)", good = "var(--good)", bad = "var(--bad)", faint = "var(--faint)";
  const short = (date) => date.toISOString().slice(0, 16).replace("T", " ");

  // The days from the first to the last, a little room at both ends: one scale for all charts of days.
  const dates = [
    ...report.days.map((each) => day(each.date)),
    ...report.sessions.flatMap((each) => [when(each.start), when(each.end)]),
  ].sort((a, b) => a - b);
  const span = dates.length ? [+dates[0], +dates[dates.length - 1] + DAY] : [0, DAY];
  const start = Math.floor(span[0] / DAY) * DAY, end = Math.max(Math.ceil(span[1] / DAY) * DAY, start + 7 * DAY);
  // A bar must stay wide enough to be seen: of a long time weeks or months are added up.
  const days = (end - start) / DAY;
  const interval = (width) => (days <= width / 4 ? "day" : days <= width * 1.5 ? "week" : days <= width * 6 ? "month" : "year");
  const x = (more) => ({ type: "utc", domain: [start, end], label: null, ...more });
  const whole = (n) => (Number.isInteger(n) ? n.toLocaleString("en") : ""); // there is no half of a commit
  const grid = { stroke: "var(--line)", strokeOpacity: 1 };

  const before = report.days.length ? report.days[0].done - report.days[0].finished : 0;

  const charts = {
    // A session is a bar from its start to its end on its day, by the hour; its commits are dots on it.
    timeline(width) {
      const bars = report.sessions.flatMap((session) => pieces(session));
      const dots = report.sessions.flatMap((session) =>
        session.checkpoints.map((text) => ({ session, at: when(text) })));
      const room = width / days, thick = Math.max(3, Math.min(18, room * 0.6));
      const noon = (at) => Math.floor(at / DAY) * DAY + DAY / 2, half = (DAY * Math.min(thick / 2 + 4, room / 2)) / room;
      const apart = (one, other) => one.date !== other.date || Math.abs(one.from - other.from) > 1.5;
      const names = [];  // of two that begin close to each other the first one has its name
      for (const bar of room > 30 ? bars : [])
        if (bar.first && bar.label.length * 7 < room && names.every((other) => apart(bar, other))) names.push(bar);
      return {
        height: 300, marginLeft: 44, marginTop: 24,
        x: x(), y: { domain: [24, 0], ticks: [0, 6, 12, 18, 24], tickFormat: (h) => `${h}:00`, label: null },
        marks: [
          Plot.gridY([0, 6, 12, 18, 24], grid),
          Plot.ruleX(bars, {
            x: "date", y1: "from", y2: "to", stroke: one, strokeWidth: thick, strokeLinecap: "butt",
          }),
          thick < 6 ? null : Plot.link(dots, {
            x1: (d) => noon(d.at) - half, x2: (d) => noon(d.at) + half, y1: (d) => (d.at % DAY) / HOUR,
            y2: (d) => (d.at % DAY) / HOUR, stroke: "currentColor", strokeWidth: 1.5,
          }),
          Plot.text(names, { x: "date", y: "from", text: "label", dy: -8, fill: "currentColor" }),
          Plot.tip(bars, Plot.pointer({ x: "date", y: "to", title: "title" })),
        ],
      };
    },
    checkpoints: (width) => ({
      height: 200, marginLeft: 44, x: x(), y: { label: null, nice: true, tickFormat: whole },
      marks: [
        Plot.gridY(grid),
        Plot.rectY(report.days, Plot.binX({ y: "sum" }, {
          x: (d) => day(d.date), y: "checkpoints", interval: undefined, thresholds: interval(width), fill: one,
          tip: true,
        })),
        Plot.ruleY([0]),
      ],
    }),
    lines: (width) => ({
      height: 240, marginLeft: 52, x: x(), y: { label: null, nice: true, tickFormat: (n) => whole(Math.abs(n)) },
      marks: [
        Plot.gridY(grid),
        Plot.rectY(report.days, Plot.binX({ y: "sum" }, {
          x: (d) => day(d.date), y: "added", thresholds: interval(width), fill: one, tip: true })),
        Plot.rectY(report.days, Plot.binX({ y: "sum" }, {
          x: (d) => day(d.date), y: (d) => -d.removed, thresholds: interval(width), fill: two, tip: true })),
        Plot.ruleY([0]),
      ],
    }),
    burnup() {
      const steps = [{ at: start, done: before }, ...report.days.map((d) => ({ at: +day(d.date) + DAY, done: d.done }))];
      const all = report.backlog.fixes;
      steps.push({ at: end, done: steps[steps.length - 1].done });
      return {
        height: 240, marginLeft: 44, marginRight: 12, x: x(),
        y: { domain: [0, Math.max(all, ...steps.map((d) => d.done), 1)], nice: true, label: null, tickFormat: whole },
        marks: [
          Plot.gridY(grid),
          Plot.areaY(steps, { x: "at", y: "done", curve: "step-after", fill: "var(--soft)" }),
          Plot.lineY(steps, { x: "at", y: "done", curve: "step-after", stroke: one, strokeWidth: 2, tip: true }),
          all ? Plot.ruleY([all], { stroke: two, strokeWidth: 2, strokeDasharray: "6 4" }) : null,
          Plot.ruleY([0]),
        ],
      };
    },
    freshness() {
      const ends = report.sessions.filter((each) => each.fresh);
      const told = (d) => `${d.label}: ${d.fresh.state}` + (d.fresh.behind ? `, ${d.fresh.behind} commits behind` : "");
      const color = { fresh: good, stale: bad, missing: bad, unknown: faint };
      const symbol = { fresh: "circle", stale: "triangle", missing: "times", unknown: "diamond" };
      const most = Math.max(4, ...ends.map((d) => d.fresh.behind ?? 0));
      return {
        height: 200, marginLeft: 44, x: x(), y: { domain: [0, most], nice: true, label: null, tickFormat: whole },
        symbol: { type: "identity" }, color: { type: "identity" },
        marks: [
          Plot.gridY(grid),
          Plot.ruleX(ends, { x: (d) => when(d.end), y: (d) => d.fresh.behind ?? 0, stroke: (d) => color[d.fresh.state], strokeOpacity: 0.5 }),
          Plot.dot(ends, {
            x: (d) => when(d.end), y: (d) => d.fresh.behind ?? 0, symbol: (d) => symbol[d.fresh.state], r: 5,
            stroke: (d) => color[d.fresh.state], strokeWidth: 2,
            fill: (d) => (d.fresh.state === "fresh" ? good : "none"), title: told, tip: true,
          }),
          Plot.ruleY([0]),
        ],
      };
    },
    batches() {
      const rows = report.batches.filter((each) => each.planned.least !== null || each.actual.minutes !== null);
      const planned = rows.filter((each) => each.planned.least !== null), hours = (minutes) => minutes / 60;
      return {
        height: 44 + rows.length * 22, marginLeft: 44, marginTop: 4,
        x: { label: "hours", grid: false, zero: true, nice: true }, y: { domain: rows.map((d) => d.id), label: null, padding: 0.3 },
        marks: [
          Plot.gridX(grid),
          Plot.barX(rows.filter((d) => d.actual.minutes !== null), {
            x: (d) => hours(d.actual.minutes), y: "id", fill: one,
            title: (d) => `${d.id} ${d.title}: ${hours(d.actual.minutes).toFixed(1)} h`, tip: true,
          }),
          ...[["var(--card)", 7], [two, 3]].flatMap(([stroke, strokeWidth]) => [
            Plot.link(planned, {
              x1: (d) => hours(d.planned.least), x2: (d) => hours(d.planned.most), y1: "id", y2: "id", stroke, strokeWidth,
            }),
            Plot.tickX(planned, { x: (d) => hours(d.planned.least), y: "id", stroke, strokeWidth }),
            Plot.tickX(planned, { x: (d) => hours(d.planned.most), y: "id", stroke, strokeWidth }),
          ]),
          Plot.ruleX([0]),
        ],
      };
    },
    trails() {
      const kept = report.fixes;
      const commits = kept.flatMap((fix) => fix.commits.map((commit) => ({ fix, commit, at: when(commit.when) })));
      const long = Math.max(2, ...kept.map((fix) => fix.id.length));
      return {
        height: 40 + kept.length * 18, marginLeft: Math.min(120, 16 + 8 * long), marginTop: 8,
        x: x(), y: { domain: kept.map((d) => d.id), label: null, padding: 0.4 }, symbol: { type: "identity" },
        marks: [
          Plot.gridY(kept.map((d) => d.id), grid),
          Plot.ruleY(kept, {
            y: "id", x1: (d) => Math.min(...d.commits.map((c) => when(c.when))),
            x2: (d) => Math.max(...d.commits.map((c) => when(c.when))), stroke: one, strokeWidth: 2,
          }),
          Plot.dot(commits, {
            x: "at", y: (d) => d.fix.id, r: 4, stroke: (d) => (d.commit.reverted ? bad : one),
            fill: (d) => (d.commit.reverted ? "none" : one), strokeWidth: 2,
            symbol: (d) => (d.commit.reverted ? "times" : "circle"),
            title: (d) => `Fix ${d.fix.id}, ${d.fix.status}\n${short(d.at)} ${d.commit.oid}\n${d.commit.subject}`,
            tip: true,
          }),
        ],
      };
    },
  };

  // A session that goes past midnight is on more than one day.
  function pieces(session) {
    const from = when(session.start), to = Math.max(when(session.end), +from + 6 * 60e3), found = [];
    const title = `Session ${session.label}${session.goal ? `: ${session.goal}` : ""}\n${short(from)} to ${short(new Date(to))}`;
    for (let at = +from; at < to && found.length < 400; ) {
      const midnight = Math.floor(at / DAY) * DAY, stop = Math.min(to, midnight + DAY);
      found.push({ date: midnight + DAY / 2, from: (at - midnight) / HOUR, to: (stop - midnight) / HOUR, title, first: at === +from, label: session.label });
      at = stop;
    }
    return found;
  }

  function draw(figure) {
    const width = paper || Math.max(240, Math.floor(figure.clientWidth));
    if (figure.dataset.width === String(width)) return;
    figure.dataset.width = String(width);
    const { marks, ...options } = charts[figure.dataset.chart](width);
    const chart = Plot.plot({
      width, marginRight: 8, ...options, marks: marks.filter(Boolean),
      style: { background: "transparent", color: "inherit", fontSize: "12px", "--plot-background": "var(--card)" },
      ariaLabel: figure.getAttribute("aria-label"),
    });
    chart.setAttribute("role", "img");
    figure.replaceChildren(chart);
  }

  let paper = 0; // the width while it is printed: it has one of its own, whatever the window's
  const all = () => figures.forEach((figure) => draw(figure));
  const watch = new ResizeObserver((entries) => entries.forEach((entry) => draw(entry.target)));
  const figures = [...document.querySelectorAll("figure[data-chart]")];
  for (const figure of figures) {
    draw(figure);
    watch.observe(figure);
  }
  addEventListener("beforeprint", () => { paper = 680; all(); });
  addEventListener("afterprint", () => { paper = 0; all(); });
})();
