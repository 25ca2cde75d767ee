// The audit trail, newest first, a page at a time.

import { ask, withQuery } from "./control.js";
import { byId, element, facadeName } from "./element.js";
import { doing, hide } from "./notice.js";
import { Repeat } from "./repeat.js";

const PAGE = 100;
const KNOWN = new Set(["at", "job", "unit", "reason_id", "reason", "user", "facade"]);
const filter = byId("filter");
const state = { offset: 0, shown: "" };

async function load() {
  const found = await ask("GET", withQuery("audit", { q: filter.elements.q.value, offset: state.offset, limit: PAGE + 1 }));
  const text = JSON.stringify([found, state.offset]);
  if (text === state.shown) return;
  state.shown = text;
  const page = found.slice(0, PAGE);
  byId("rows").replaceChildren(...page.map(line));
  byId("shown").textContent = page.length ? `${(state.offset + 1).toLocaleString("en")} to ${(state.offset + page.length).toLocaleString("en")}, newest first` : "";
  byId("empty").hidden = page.length > 0;
  byId("empty").textContent = filter.elements.q.value ? "No cancelled job fits." : "No job was cancelled.";
  byId("before").disabled = state.offset === 0;
  byId("after").disabled = found.length <= PAGE;
}

function line(entry) {
  const more = Object.entries(entry).filter(([name]) => !KNOWN.has(name));
  return element("tr", {},
    element("th", { scope: "row" }, element("span", { class: "id" }, entry.job)),
    element("td", {}, element("time", { datetime: entry.at }, entry.at.replace("T", " ").replace("Z", ""))),
    element("td", {}, entry.unit),
    element("td", { class: "reason" }, entry.reason_id !== null && element("span", { class: "tag" }, `${entry.reason_id}`), " ", entry.reason ?? ""),
    element("td", { "data-name": "by " }, entry.user ?? element("span", { class: "soft" }, "nobody")),
    element("td", {}, element("span", { class: "tag" }, facadeName(entry.facade))),
    element("td", { class: "more" }, more.map(([name, value]) => element("code", {}, `${name}: ${typeof value === "string" ? value : JSON.stringify(value)} `))));
}

let typing = 0;
function turn(offset) {
  clearTimeout(typing);
  typing = setTimeout(() => doing(async () => {
    state.offset = offset;
    hide();
    await load();
  }), 150);
}
filter.addEventListener("input", () => turn(0));
filter.addEventListener("submit", (event) => event.preventDefault());
byId("before").addEventListener("click", () => turn(Math.max(0, state.offset - PAGE)));
byId("after").addEventListener("click", () => turn(state.offset + PAGE));
addEventListener("emulator-changed", () => doing(load));

doing(load).then(() => {
  document.documentElement.dataset.ready = "true";
  new Repeat(() => doing(load), 3000).start();
});
