// Draws the figures of the report. Colours arrive as tokens ("$blue", "$blue/0.2") and are painted for the theme.
(function () {
  "use strict";
  const NARROW = 480;
  const root = document.documentElement;
  const button = document.getElementById("theme");
  const system = window.matchMedia("(prefers-color-scheme: dark)");
  const store = JSON.parse(document.getElementById("figures").textContent);
  const plots = Array.from(document.querySelectorAll(".plot"));
  let printing = false;

  const mode = () => (printing ? "light" : root.dataset.theme || (system.matches ? "dark" : "light"));

  function paint(part, palette) {
    if (typeof part === "string") {
      const found = /^\$([a-z]+(?:-[a-z0-9]+)?)(?:\/([0-9.]+))?$/.exec(part);
      if (!found || !palette[found[1]]) return part;
      const hex = palette[found[1]];
      if (!found[2]) return hex;
      const channel = (i) => parseInt(hex.slice(i, i + 2), 16);
      return `rgba(${channel(1)},${channel(3)},${channel(5)},${found[2]})`;
    }
    if (Array.isArray(part)) return part.map((each) => paint(each, palette));
    if (part && typeof part === "object") {
      return Object.fromEntries(Object.entries(part).map(([key, each]) => [key, paint(each, palette)]));
    }
    return part;
  }

  function assign(layout, dotted, value) {
    const steps = dotted.split(".");
    const last = steps.pop();
    let holder = layout;
    for (const step of steps) holder = holder[step] = holder[step] || {};
    holder[last] = value;
  }

  function draw(plot) {
    const chart = store.charts[plot.dataset.chart];
    const palette = store.palettes[mode()];
    const figure = paint(chart.figure, palette);
    figure.layout.template = paint(store.template, palette);
    plot.dataset.narrow = plot.clientWidth < NARROW;
    if (plot.clientWidth < NARROW) {
      for (const [dotted, value] of Object.entries(chart.narrow)) assign(figure.layout, dotted, value);
    }
    plot.style.minHeight = `${figure.layout.height}px`;
    return window.Plotly.react(plot, figure.data, figure.layout, store.config);
  }

  const frame = () => new Promise((done) => setTimeout(done, 0));

  // A plot in a panel that is not chosen has no width; it is drawn when its panel is.
  const shown = () => plots.filter((plot) => !plot.closest("[hidden]"));

  async function drawAll() {
    for (const plot of shown()) {
      await draw(plot);
      await frame();
    }
  }

  function label() {
    const dark = mode() === "dark";
    button.textContent = dark ? "Light" : "Dark";
    button.setAttribute("aria-label", dark ? "Switch to light colours" : "Switch to dark colours");
    button.setAttribute("aria-pressed", String(dark));
  }

  async function repaint() {
    label();
    if (window.__ready) await drawAll();
  }

  button.addEventListener("click", () => {
    root.dataset.theme = mode() === "dark" ? "light" : "dark";
    repaint();
  });
  system.addEventListener("change", repaint);

  // A figure that crosses the width at which its margins change is drawn anew; plotly does the rest.
  window.addEventListener("resize", () => {
    if (window.__ready && !printing) {
      shown().filter((p) => String(p.clientWidth < NARROW) !== p.dataset.narrow).forEach(draw);
    }
  });

  window.addEventListener("beforeprint", () => {
    printing = true;
    root.classList.add("printing");
    shown().forEach((plot) => { draw(plot); window.Plotly.Plots.resize(plot); });
  });
  window.addEventListener("afterprint", () => {
    printing = false;
    root.classList.remove("printing");
    shown().forEach((plot) => { draw(plot); window.Plotly.Plots.resize(plot); });
  });

  // A list chooses which of several panels is shown.
  for (const list of document.querySelectorAll("select[data-panels]")) {
    const panels = Array.from(document.querySelectorAll("[data-panel]"));
    const choose = () => {
      for (const panel of panels) panel.hidden = panel.dataset.panel !== list.value;
      document.getElementById("status").textContent = `${list.selectedOptions[0].textContent} is shown.`;
      if (window.__ready) drawAll();
    };
    list.addEventListener("change", choose);
    if (list.selectedIndex > 0) choose();
  }

  async function unpack() {
    const packed = atob(document.getElementById("plotly").textContent);
    const bytes = Uint8Array.from(packed, (c) => c.charCodeAt(0));
    const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"));
    const script = document.createElement("script");
    script.textContent = await new Response(stream).text();
    document.head.appendChild(script);
  }

  label();
  unpack()
    .then(drawAll)
    .then(() => {
      window.__ready = true;
      document.getElementById("status").textContent = `${shown().length} figures drawn.`;
    });
})();
