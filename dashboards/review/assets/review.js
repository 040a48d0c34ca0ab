/* The page on which one coder confirms statements. The same code runs from a server, which writes the coder's file, and
   as one offline file, which keeps its state in the browser and hands it over as a file. Offsets are code points. */
(() => {
  "use strict";
  const content = JSON.parse(document.getElementById("content").textContent);
  const root = document.getElementById("review");
  const served = content.served || null;
  const STANCES = ["supports", "opposes", "conditional", "neutral"];
  const MODES = ["direct", "indirect", "narrated", "expected"];
  const FIELDS = ["speaker", "actor", "issue", "stance", "mode", "position", "paraphrase", "note"];

  /* ---- text: code points here, UTF-16 in the browser ---- */
  const texts = new Map(content.documents.map(d => [d.id, Array.from(d.text)]));
  const slice = (id, start, end) => texts.get(id).slice(start, end).join("");
  const points = text => Array.from(text).length;

  function sha256(text) {
    const bytes = new TextEncoder().encode(text), words = [], size = bytes.length * 8;
    const K = [], H = [];
    for (let n = 2, seen = 0; seen < 64; n++) {
      let prime = true;
      for (let d = 2; d * d <= n; d++) if (n % d === 0) { prime = false; break; }
      if (!prime) continue;
      const part = (x, p) => { const root = Math.pow(x, p); return ((root - Math.floor(root)) * 4294967296) | 0; };
      if (seen < 8) H.push(part(n, 1 / 2));
      K.push(part(n, 1 / 3)); seen++;
    }
    const padded = new Uint8Array(((bytes.length + 9 + 63) >> 6) << 6);
    padded.set(bytes); padded[bytes.length] = 128;
    const view = new DataView(padded.buffer);
    view.setUint32(padded.length - 4, size >>> 0); view.setUint32(padded.length - 8, Math.floor(size / 4294967296));
    const turn = (x, n) => (x >>> n) | (x << (32 - n));
    for (let at = 0; at < padded.length; at += 64) {
      for (let i = 0; i < 16; i++) words[i] = view.getUint32(at + 4 * i) | 0;
      for (let i = 16; i < 64; i++) {
        const a = words[i - 15], b = words[i - 2];
        words[i] = (words[i - 16] + (turn(a, 7) ^ turn(a, 18) ^ (a >>> 3)) + words[i - 7] + (turn(b, 17) ^ turn(b, 19) ^ (b >>> 10))) | 0;
      }
      let [a, b, c, d, e, f, g, h] = H;
      for (let i = 0; i < 64; i++) {
        const one = (h + (turn(e, 6) ^ turn(e, 11) ^ turn(e, 25)) + ((e & f) ^ (~e & g)) + K[i] + words[i]) | 0;
        const two = ((turn(a, 2) ^ turn(a, 13) ^ turn(a, 22)) + ((a & b) ^ (a & c) ^ (b & c))) | 0;
        h = g; g = f; f = e; e = (d + one) | 0; d = c; c = b; b = a; a = (one + two) | 0;
      }
      [a, b, c, d, e, f, g, h].forEach((x, i) => { H[i] = (H[i] + x) | 0; });
    }
    return H.map(x => (x >>> 0).toString(16).padStart(8, "0")).join("");
  }

  /* ---- items: what is proposed, what was decided ---- */
  const key = one => [one.document, one.start, one.end, one.actor, one.issue].join("|");
  let items = [], current = null, undecidedOnly = false, past = [];

  const SAME = ["start", "end", "speaker", "actor", "issue", "stance", "mode"];
  /* What was made of a proposal follows from what differs from it; what nobody proposed was added. */
  const decided = one => (!one.proposed ? "added" : SAME.every(field => one[field] === one.proposed[field]) ? "accepted" : "edited");

  function load(coding) {
    const open = new Map(content.candidates.map(one => [key(one), { ...one, id: null, proposed: one, status: "open" }]));
    const take = one => { const found = open.get(key(one)); open.delete(key(one)); return found?.proposed; };
    const done = [], changed = new Map(), statements = coding.statements || {};
    for (const { instead, ...one } of coding.rejected || []) {
      const proposed = take(one) || one;
      if (instead in statements) changed.set(instead, proposed);
      else done.push({ ...proposed, ...one, id: null, proposed, status: "rejected" });
    }
    for (const [id, one] of Object.entries(statements)) {
      const status = one.decision || "added", unknown = { accepted: one, edited: {}, added: null };
      const proposed = changed.get(id) || take(one) || unknown[status];
      done.push({ rule: proposed?.rule, ...one, id, proposed, status });
    }
    items = [...open.values(), ...done]; sort();
    current = items.find(one => one.status === "open") || items[0] || null;
  }
  function sort() {
    const order = new Map(content.documents.map((d, n) => [d.id, n])), offered = new Map(content.candidates.map((one, n) => [key(one), n]));
    const rank = one => (one.proposed?.document && offered.get(key(one.proposed))) ?? content.candidates.length;
    items.sort((a, b) => order.get(a.document) - order.get(b.document) || a.start - b.start || a.end - b.end || rank(a) - rank(b));
  }

  const kept = one => one.status !== "open" && one.status !== "rejected";
  const whole = one => one.position != null && !!(one.paraphrase || "").trim();

  function coding() {
    const statements = {}, rejected = [];
    for (const one of items) {
      if (one.status === "rejected") {
        const { document, start, end, sha256: sum, speaker, actor, issue, stance, mode, rule, note } = one;
        rejected.push(clean({ document, start, end, sha256: sum, speaker, actor, issue, stance, mode, rule, note }));
      } else if (kept(one)) {
        const { document, start, end, sha256: sum, speaker, actor, issue, stance, position, mode, paraphrase, note, coders } = one;
        if (one.proposed?.document && key(one) !== key(one.proposed)) {  /* else the proposal would come back, and another go */
          const { document, start, end, sha256: sum, speaker, actor, issue, stance, mode, rule } = one.proposed;
          rejected.push(clean({ document, start, end, sha256: sum, speaker, actor, issue, stance, mode, rule, instead: one.id }));
        }
        statements[one.id] = clean({ document, start, end, sha256: sum, speaker, actor, issue, stance, position, mode, paraphrase, note, decision: one.status, coders });
      }
    }
    const documents = Object.fromEntries(content.documents.map(d => [d.id, d.about]));
    return { coder: content.coder, documents, statements, rejected };
  }
  const clean = one => Object.fromEntries(Object.entries(one).filter(([, v]) => v !== undefined && v !== null && v !== "" && !(Array.isArray(v) && !v.length)));

  function newId(one) {
    const taken = new Set(items.map(each => each.id).filter(Boolean));
    for (let n = 1; ; n++) {
      const id = `s-${one.document}-${String(n).padStart(2, "0")}`;
      if (!taken.has(id)) return id;
    }
  }

  /* ---- keeping: after every keystroke ---- */
  const store = "parley-review:" + content.coder + ":" + content.documents.map(d => d.about.sha256.slice(0, 12)).join(",");
  const spare = store + ":aside", base = sha256(JSON.stringify(content.coding));
  const SMALL = 60000;  /* what a browser sends for a page that is being closed is limited to 64 KB */
  let revision = served ? served.revision : 0, waiting = null, busy = false, again = false, spilt = false, earlier = null;

  function stored(place) {
    try { return JSON.parse(localStorage.getItem(place)); } catch (error) { return null; /* what cannot be read is left alone */ }
  }
  function put(place, what) {
    try { if (what === null) localStorage.removeItem(place); else localStorage.setItem(place, JSON.stringify(what)); return true; } catch (error) { return false; }
  }

  function keep() {
    if (!served) {
      if (put(store, { base, coding: coding() })) tell("Kept in this browser");
      else tell("Cannot be kept in this browser: download it", true);
      return;
    }
    tell("Saving ...");
    clearTimeout(waiting);
    waiting = setTimeout(send, 120);
  }
  async function send() {
    clearTimeout(waiting); waiting = null;
    if (busy) { again = true; return; }
    busy = true;
    try {
      const body = JSON.stringify({ revision, coding: coding() }), keepalive = new TextEncoder().encode(body).length < SMALL;
      const answer = await fetch(served.path, { method: "PUT", keepalive, headers: { "Content-Type": "application/json", "X-Parley": served.token }, body });
      const said = await answer.json();
      if (answer.ok) { revision = said.revision; if (spilt) { put(spare, null); spilt = false; } if (!again) tell("Saved"); }
      else { spill(); tell("Not saved: " + said.faults.join("; "), true); }
    } catch (error) { spill(); tell("Not saved: the server does not answer. Trying again.", true); setTimeout(() => { again = false; send(); }, 1500); }
    busy = false;
    if (again) { again = false; send(); }
  }
  function spill() { spilt = put(spare, coding()); }  /* until the server is there again */
  function offer() {
    const same = earlier && JSON.stringify(earlier) === JSON.stringify(coding());
    document.getElementById("earlier").hidden = !earlier || same;
    if (earlier && !same) tell("This browser has other work of yours", true);
  }
  function takeBack() {
    load(earlier); earlier = null; past = []; put(spare, null); spilt = false;
    document.getElementById("earlier").hidden = true; keep(); draw(); reveal(); announce("Taken back.");
  }
  addEventListener("pagehide", () => { if (served && waiting) send(); });
  addEventListener("beforeunload", event => { if (served && (waiting || busy)) { send(); event.preventDefault(); } });

  function tell(what, bad) { const place = document.getElementById("state"); place.textContent = what; place.className = bad ? "bad" : ""; }
  function announce(what) { document.getElementById("heard").textContent = what; }

  /* ---- deeds ---- */
  function change(one, next, said) {
    past.push({ one, before: { ...one } });
    Object.assign(one, next);
    if (kept(one) && !one.id) one.id = newId(one);
    keep(); draw(); if (said) announce(said);
  }
  function accept() {
    if (!current) return;
    change(current, { status: decided(current) }, "Accepted." + wants(current));
    if (whole(current)) next();
    else focusOn(current.position == null ? "position" : "paraphrase");
  }
  function wants(one) {
    const missing = [one.position == null && "a position", !(one.paraphrase || "").trim() && "a paraphrase"].filter(Boolean);
    return missing.length ? ` It still wants ${missing.join(" and ")}.` : "";
  }
  function reject() {
    if (!current) return;
    if (!current.proposed) {
      const gone = current; past.push({ one: gone, before: { ...gone }, again: items.indexOf(gone) });
      items = items.filter(each => each !== gone); current = items[0] || null; keep(); draw(); announce("Removed."); return;
    }
    change(current, { ...current.proposed, id: null, status: "rejected" }, "Rejected."); next();
  }
  function rejectOthers() {
    if (!current) return;
    const others = items.filter(one => one.status === "open" && one !== current && one.document === current.document && one.start === current.start && one.end === current.end);
    if (!others.length) { announce("No other proposal here."); return; }
    past.push({ many: others.map(one => ({ one, before: { ...one } })), from: current });
    for (const one of others) one.status = "rejected";
    keep(); draw(); announce(`${others.length} other proposals of this sentence rejected.`);
  }
  function undo() {
    const last = past.pop();
    if (!last) { announce("Nothing to undo."); return; }
    if (last.many) { for (const { one, before } of last.many) Object.assign(one, before); current = last.from; }
    else if (last.made) { items = items.filter(each => each !== last.one); current = last.from; }
    else { if (last.again !== undefined) items.splice(last.again, 0, last.one);
      for (const name of Object.keys(last.one)) if (!(name in last.before)) delete last.one[name];
      Object.assign(last.one, last.before); current = last.one; }
    keep(); draw(); reveal(); announce("Undone.");
  }
  function add() {
    const span = selected();
    if (!span) { announce("Select words in a text first."); tell("Select words in a text first"); return; }
    if (!meant(span, "n")) return;
    const issue = Object.keys(content.issues)[0], actor = Object.keys(content.actors)[0];
    const like = items.filter(each => each.document === span.document && each.start < span.end && span.start < each.end)[0] || {};
    const one = { ...span, speaker: like.speaker || "the writer", actor: like.actor || actor, issue: like.issue || issue, stance: like.stance || "supports", mode: like.mode || "narrated", status: "added", proposed: null };
    one.sha256 = sha256(slice(one.document, one.start, one.end)); one.id = newId(one);
    past.push({ one, made: true, from: current });
    items.push(one); sort();
    current = one; keep(); draw(); announce("Added. Say whose position it is."); focusFirst();
  }
  /* Words beside the article are taken only if they are asked for twice. */
  let asked = "";
  function meant(span, letter) {
    const regions = content.documents.find(d => d.id === span.document).regions;
    const kinds = [...new Set(regions.filter(([kind, start, end]) => kind !== "article" && start < span.end && span.start < end).map(([kind]) => kind))];
    const words = [letter, span.document, span.start, span.end].join("|"), again = asked === words;
    asked = again ? "" : words;
    if (!kinds.length || again) return true;
    const said = `Beside the article (${kinds.join(", ")}). Press ${letter} again to take it all the same.`;
    tell(said); announce(said); return false;
  }

  function selected() {
    const chosen = getSelection();
    if (!chosen || chosen.isCollapsed || !chosen.rangeCount) return null;
    const range = chosen.getRangeAt(0), box = n => (n.nodeType === 1 ? n : n.parentElement).closest(".text");
    const place = box(range.startContainer);
    if (!place || place !== box(range.endContainer)) return null;
    const before = document.createRange(); before.selectNodeContents(place); before.setEnd(range.startContainer, range.startOffset);
    let start = points(before.toString()), words = Array.from(range.toString());
    while (words.length && /\s/.test(words[0])) { words.shift(); start++; }
    while (words.length && /\s/.test(words[words.length - 1])) words.pop();
    if (!words.length) return null;
    return { document: place.dataset.id, start, end: start + words.length };
  }
  function span() {
    const found = selected();
    if (!found || !current || found.document !== current.document) { tell("Select the words in the same text first"); return; }
    if (!meant(found, "w")) return;
    const next = { ...found, sha256: sha256(slice(found.document, found.start, found.end)) };
    change(current, { ...next, status: decided({ ...current, ...next }) }, "New stretch.");
  }

  function shown() { return undecidedOnly ? items.filter(one => one.status === "open" || one === current) : items; }
  function go(step) {
    const list = shown(), at = list.indexOf(current);
    if (!list.length) return;
    current = list[Math.min(Math.max(at + step, 0), list.length - 1)]; draw(); reveal(); announceItem();
  }
  function next() {
    const at = items.indexOf(current), rest = [...items.slice(at + 1), ...items.slice(0, at)];
    current = rest.find(one => one.status === "open") || (current?.status === "open" ? current : items[Math.min(at + 1, items.length - 1)]); draw(); reveal(); announceItem();
  }
  function announceItem() { if (current) announce(`${items.indexOf(current) + 1} of ${items.length}: ${content.actors[current.actor] || current.actor} on ${content.issues[current.issue]?.title || current.issue}. ${slice(current.document, current.start, current.end)}`); }
  function reveal() { document.querySelector("mark.here")?.scrollIntoView({ block: "center" }); }
  function focusOn(name) { document.querySelector(`aside form [name="${name}"]`)?.focus(); }
  function word(n) { document.querySelectorAll(".scale button")[n - 1]?.click(); }
  function focusFirst() { document.querySelector("aside form select, aside form input")?.focus(); }

  /* ---- drawing ---- */
  const h = (tag, given = {}, ...inner) => {
    const node = document.createElement(tag);
    for (const [name, value] of Object.entries(given)) {
      if (name.startsWith("on")) node.addEventListener(name.slice(2), value);
      else if (name in node && name !== "list" && name !== "form") node[name] = value;
      else node.setAttribute(name, value);
    }
    node.append(...inner.filter(one => one !== null && one !== undefined));
    return node;
  };
  const button = (text, hint, deed, more = {}) => h("button", { type: "button", className: "button", onclick: deed, ...more }, text, hint ? h("kbd", { ariaHidden: "true" }, hint) : null);

  function frame() {
    root.replaceChildren(
      h("header", {},
        h("h1", {}, "Coding", h("small", {}, content.coder)),
        h("div", { className: "progress" }, h("progress", { id: "done", ariaLabel: "Decided" }), h("span", { id: "count" })),
        h("span", { id: "state", role: "status" }, served ? "Saved" : "Kept in this browser"),
        h("div", { className: "tools" },
          button("Take it back", "", takeBack, { id: "earlier", hidden: true }),
          button("Undecided only", "f", filter, { id: "filter", ariaPressed: "false" }),
          served ? null : button("Download", "", download),
          served ? null : button("Open", "", () => document.getElementById("file").click()),
          served ? null : h("input", { type: "file", id: "file", accept: ".json", hidden: true, onchange: open, ariaLabel: "A coder's file" }),
          button("Keys", "?", () => document.getElementById("help").showModal()))),
      h("main", {}, h("div", { id: "texts" }, ...content.documents.map(article)), h("aside", { ariaLabel: "The statement" })),
      h("div", { id: "heard", className: "unseen", role: "status", ariaLive: "polite" }),
      help());
  }
  function article(one) {
    return h("article", {}, h("h2", {}, one.about.outlet), h("p", { className: "about" }, `${one.about.date} · ${one.file}`), h("div", { className: "text", "data-id": one.id, tabIndex: 0, ariaLabel: `Text of ${one.file}`, role: "document" }));
  }
  function help() {
    const keys = [["j / k", "next, previous"], ["s", "next undecided"], ["a", "accept"], ["r", "reject, or remove what was added"], ["x", "reject the other proposals of this sentence"], ["1 to 9", "the position of the first wording, the second, ..."], ["p", "the paraphrase"], ["e", "edit: the first field"], ["n", "add from the selected words"], ["w", "take the selected words instead"], ["u", "undo"], ["f", "undecided only"], ["Esc", "leave a field"], ["?", "these keys"], ["▲ ▼ ◆ ○", "supports, opposes, conditional, neutral"]];
    return h("dialog", { id: "help", ariaLabel: "Keys" }, h("table", {}, h("tbody", {}, ...keys.map(([k, what]) => h("tr", {}, h("th", { scope: "row" }, k), h("td", {}, what))))), button("Close", "Esc", () => document.getElementById("help").close()));
  }

  function drawText(one) {
    const place = root.querySelector(`.text[data-id="${CSS.escape(one.id)}"]`), here = items.filter(each => each.document === one.id);
    const cuts = new Set([0, texts.get(one.id).length]);
    for (const [, start, end] of one.regions) { cuts.add(start); cuts.add(end); }
    for (const each of here) { cuts.add(each.start); cuts.add(each.end); }
    const marks = [...cuts].sort((a, b) => a - b), nodes = [];
    for (let n = 0; n + 1 < marks.length; n++) {
      const [start, end] = [marks[n], marks[n + 1]], text = slice(one.id, start, end);
      const kind = one.regions.find(r => r[1] <= start && end <= r[2])?.[0] || "other";
      const over = here.filter(each => each.start <= start && end <= each.end);
      if (over.length) {
        const state = over.some(kept) ? "kept" : over.some(each => each.status === "open") ? "open" : "out";
        const ends = over.find(each => each.end === end && each.status !== "rejected");
        nodes.push(h("mark", { className: state + (over.includes(current) ? " here" : ""), "data-stance": ends ? ends.stance : "", onclick: () => pick(over) }, text));
      } else nodes.push(kind === "article" ? document.createTextNode(text) : h("span", { className: "beside", title: kind }, text));
    }
    place.replaceChildren(...nodes);
  }
  function pick(over) {
    if (selected()) return;
    const at = over.indexOf(current);
    current = over[(at + 1) % over.length]; draw(); announceItem();
  }

  function drawPanel() {
    const side = root.querySelector("aside");
    const had = document.activeElement?.name, at = document.activeElement?.selectionStart;
    if (!current) { side.replaceChildren(h("p", { className: "empty" }, "Nothing is proposed. Select words in a text and press n to add a statement.")); return; }
    const one = current, issue = content.issues[one.issue];
    side.replaceChildren(
      h("h2", {}),
      h("p", { className: "where" }, h("span", { className: "badge" }), `${items.indexOf(one) + 1} of ${items.length}`, one.rule ? ` · ${one.rule}` : ""),
      h("blockquote", {}, slice(one.document, one.start, one.end)),
      h("div", { className: "deeds" },
        button(one.status === "open" || one.status === "rejected" ? "Accept" : "Keep", "a", accept, { name: "accept", className: "button main" }),
        button(one.proposed ? "Reject" : "Remove", "r", reject, { name: "reject" }), button("Reject others", "x", rejectOthers, { name: "others", title: "Reject the other proposals of this sentence" }), button("Next", "j", () => go(1), { name: "next" }), button("Undo", "u", undo, { name: "undo" })),
      h("form", { onsubmit: event => event.preventDefault() },
        h("div", { className: "pair" }, choice("actor", "Actor", content.actors), choice("issue", "Issue", Object.fromEntries(Object.entries(content.issues).map(([k, v]) => [k, v.title])))),
        field("speaker", "Speaker"),
        h("div", { className: "pair" }, choice("stance", "Stance", names(STANCES)), choice("mode", "Mode", names(MODES))),
        slider(issue),
        field("paraphrase", "Paraphrase", "in your own words", true),
        field("note", "Note", "why it is coded so", true)));
    drawTitle(); drawPlace();
    if (had) { const again = side.querySelector(`[name="${had}"]`); if (again) { again.focus(); if (at != null && again.setSelectionRange && again.type !== "range") again.setSelectionRange(at, at); } }
  }
  function drawTitle() {
    const one = current, badge = root.querySelector("aside .badge");
    const [state, words] = one.status === "open" ? ["", "proposed"] : one.status === "rejected" ? ["out", "rejected"] : whole(one) ? ["kept", one.status] : ["part", `${one.status}, incomplete`];
    root.querySelector("aside h2").textContent = content.actors[one.actor] || one.actor;
    badge.className = "badge " + state; badge.textContent = words;
  }
  const names = list => Object.fromEntries(list.map(one => [one, one]));
  function edit(name, value, redraw) {
    const one = current;
    if (past.at(-1)?.field !== name || past.at(-1)?.one !== one) past.push({ one, before: { ...one }, field: name });
    one[name] = value;
    const was = one.status;
    if (was !== "rejected" || name !== "note") one.status = decided(one);  /* a note can say why it was rejected */
    if (kept(one) && !one.id) one.id = newId(one);
    if (kept(one) && was !== one.status) announce(`${one.status}.${wants(one)}`);
    keep();
    if (redraw) draw();
    else { drawHead(); drawTitle(); content.documents.forEach(drawText); }  /* the form stays, and with it the focus */
  }
  function choice(name, label, options) {
    return h("label", {}, label, h("select", { name, onchange: event => edit(name, event.target.value, name === "issue") }, ...Object.entries(options).map(([id, text]) => h("option", { value: id, selected: current[name] === id }, text))));
  }
  function field(name, label, hint, long) {
    return h("label", {}, h("span", {}, h("b", {}, label), hint ? ` ${hint}` : ""), h(long ? "textarea" : "input", { ...(long ? {} : { type: "text" }), name, value: current[name] || "", oninput: event => edit(name, event.target.value, false) }));
  }
  function slider(issue) {
    const marks = Object.entries(issue?.scale || {}).map(([p, w]) => [Number(p), w]).sort((a, b) => a[0] - b[0]);
    const set = value => { edit("position", value, false); drawPlace(); };  /* a slider that is drawn anew cannot be dragged */
    return h("div", {},
      h("label", {}, h("span", {}, h("b", {}, "Position "), h("output", {}), ` ${issue?.question || ""}`),
        h("input", { type: "range", name: "position", min: 0, max: 100, step: 1, oninput: event => set(Number(event.target.value)) })),
      h("ol", { className: "scale" }, ...marks.map(([point, words]) => h("li", { "data-point": point }, h("button", { type: "button", onclick: () => set(point) }, h("b", {}, String(point)), h("span", {}, words))))));
  }
  function drawPlace() {
    const place = current.position, range = root.querySelector("[name=position]"), marks = [...root.querySelectorAll(".scale li")];
    const away = mark => Math.abs(Number(mark.dataset.point) - place);
    const near = place == null || !marks.length ? null : marks.reduce((a, b) => (away(b) < away(a) ? b : a));
    for (const mark of marks) mark.className = mark === near ? "near" : "";
    root.querySelector("aside output").textContent = place == null ? "not placed" : String(place);
    range.value = place ?? 50; range.className = place == null ? "unplaced" : "";
    range.ariaValueText = place == null ? "not placed" : `${place}${near ? `: ${near.querySelector("span").textContent}` : ""}`;
  }
  function drawHead() {
    const done = items.filter(one => one.status !== "open").length, part = items.filter(one => kept(one) && !whole(one)).length;
    const bar = document.getElementById("done"); bar.max = Math.max(items.length, 1); bar.value = done;
    document.getElementById("count").textContent = `${done} of ${items.length} decided` + (part ? `, ${part} incomplete` : "");
  }
  function draw() { drawHead(); content.documents.forEach(drawText); drawPanel(); }
  function filter() { undecidedOnly = !undecidedOnly; document.getElementById("filter").ariaPressed = String(undecidedOnly); if (undecidedOnly && current?.status !== "open") next(); announce(undecidedOnly ? "Undecided only." : "All."); }

  /* ---- the offline file: handed over as a file ---- */
  function download() {
    const blob = new Blob([JSON.stringify(coding(), null, 1) + "\n"], { type: "application/json" });
    const link = h("a", { href: URL.createObjectURL(blob), download: content.coder.toLowerCase().replace(/[^a-z0-9]+/g, "-") + ".json" });
    document.body.append(link); link.click(); link.remove(); setTimeout(() => URL.revokeObjectURL(link.href), 1000);
  }
  async function open(event) {
    const file = event.target.files[0]; event.target.value = "";
    try {
      const found = JSON.parse(await file.text());
      if (found.coder !== content.coder) throw new Error(`it is by ${found.coder}, not by ${content.coder}`);
      const fits = Object.values(found.statements || {}).every(one => texts.has(one.document) && sha256(slice(one.document, one.start, one.end)) === one.sha256);
      if (!fits) throw new Error("it is of other texts");
      load(found); past = []; keep(); draw(); reveal(); announce("Opened.");
    } catch (error) { tell("Not opened: " + error.message, true); }
  }

  /* ---- keys ---- */
  const deeds = { j: () => go(1), k: () => go(-1), s: next, a: accept, r: reject, x: rejectOthers, e: focusFirst, p: () => focusOn("paraphrase"), n: add, w: span, u: undo, f: filter, "?": () => document.getElementById("help").showModal() };
  addEventListener("keydown", event => {
    if (event.ctrlKey || event.metaKey || event.altKey || document.querySelector("dialog[open]")) return;
    const typing = event.target.closest?.("input:not([type=range]), textarea, select");
    if (event.key === "Escape" && event.target.closest?.("form")) { event.target.blur(); return; }
    const deed = /^[1-9]$/.test(event.key) ? () => word(Number(event.key)) : deeds[event.key];
    if (typing || !deed) return;
    event.preventDefault(); deed();
  });

  let before = content.coding;
  const here = served ? null : stored(store), blank = !Object.keys(before.statements || {}).length && !(before.rejected || []).length;
  if (here && (here.base === base || blank)) before = here.coding;
  else if (here) put(spare, here.coding);  /* the page was made anew from a file: which is newer is for the coder to say */
  earlier = stored(spare);
  load(before); frame(); draw(); offer();
  window.__ready = true;
})();
