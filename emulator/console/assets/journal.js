// The journal: a line for each exchange, newest first, live; a line opens to the exchange itself.

import { ask, withQuery } from "./control.js";
import { broken, byId, element, facadeName, pill, timeOf } from "./element.js";
import { show } from "./exchange.js";
import { complain, confirmed, doing, hide, say } from "./notice.js";
import { Repeat } from "./repeat.js";
import { today } from "./time.js";

const PAGE = 50;
// More lines than this are let go from the end of a list that is live.
const MOST = 200;

const filter = byId("filter");
const rows = byId("rows");
const state = { newest: 0, oldest: Infinity, more: false, before: null, dropped: 0, generation: 0 };

function wanted() {
  return Object.fromEntries(new FormData(filter));
}

async function list(query) {
  return ask("GET", withQuery("journal", { ...wanted(), ...query, summary: "true", newest: "true", limit: PAGE }));
}

// Looks for what came since; what came all at once and is more than a page takes the place of what was shown.
async function look() {
  const { generation } = state;
  let page;
  try {
    page = await list({ after: state.newest });
  } catch (error) {
    complain(error);
    if (error.status === 409) live.stop();
    showLive();
    return;
  }
  if (generation !== state.generation) return;
  // Ids that are lower than before: it was started anew.
  if (page.last && page.last < state.newest) {
    await load();
    return;
  }
  state.dropped = page.dropped;
  if (page.exchanges.length === PAGE && state.newest > 0) rows.replaceChildren();
  if (state.newest === 0 || page.exchanges.length === PAGE) state.more = page.exchanges.length === PAGE;
  const { exchanges } = page;
  if (exchanges.length) {
    rows.prepend(...exchanges.map(line));
    while (rows.querySelectorAll("tr.line").length > MOST) drop();
    name(exchanges);
  }
  state.newest = Math.max(page.last, state.newest);
  told();
}

function drop() {
  const last = rows.lastElementChild;
  if (last.classList.contains("opened")) last.remove();
  rows.lastElementChild.remove();
  state.more = true;
}

async function load(before = null) {
  state.generation += 1;
  const { generation } = state;
  const page = await list({ before });
  if (generation !== state.generation) return;
  Object.assign(state, { newest: page.last, before, more: page.exchanges.length === PAGE, dropped: page.dropped });
  rows.replaceChildren(...page.exchanges.map(line));
  name(page.exchanges);
  told();
}

async function older() {
  const ids = rows.querySelectorAll("tr.line");
  const page = await list({ before: ids[ids.length - 1].dataset.id });
  live.stop();
  state.more = page.exchanges.length === PAGE;
  rows.append(...page.exchanges.map(line));
  showLive();
  told();
  byId(`entry-${page.exchanges[0]?.id}`)?.querySelector("button").focus();
}

function told() {
  const lines = rows.querySelectorAll("tr.line").length;
  byId("shown").textContent = lines ? `${lines.toLocaleString("en")} shown${state.dropped ? `; ${state.dropped.toLocaleString("en")} fell out of the journal` : ""}` : "";
  byId("empty").hidden = lines > 0;
  byId("empty").firstChild.textContent = Object.values(wanted()).some(Boolean) ? "No exchange fits the filter. " : "Nothing yet. Send a request, or ";
  byId("list").hidden = lines === 0;
  byId("older").hidden = !state.more;
  byId("newest").hidden = live.running;
}

const seen = new Set();
function name(exchanges) {
  for (const { operation } of exchanges) {
    if (!operation || seen.has(operation)) continue;
    seen.add(operation);
    byId("operations").append(element("option", { value: operation }));
  }
}

function line(exchange) {
  const button = element("button", { type: "button", class: "open", "aria-expanded": "false", "aria-label": `Exchange ${exchange.id}` }, `${exchange.id}`);
  const row = element("tr", { class: `line${exchange.refused ? " refused" : ""}`, id: `entry-${exchange.id}`, "data-id": exchange.id },
    element("th", { scope: "row" }, button),
    element("td", { class: "at" }, timeOf(exchange.at, today())),
    element("td", {}, element("span", { class: `tag ${exchange.facade ?? "soap"}` }, facadeName(exchange.facade))),
    element("td", { class: "operation" }, broken(exchange.operation ?? "")),
    element("td", { class: "about" }, exchange.about ?? ""),
    element("td", { class: "path" }, exchange.method === null ? "" : [element("b", {}, exchange.method), " ", broken(exchange.path)]),
    element("td", {}, pill(exchange.status || "none", exchange.refused ? "bad" : "good"), exchange.refused && element("span", { class: "unseen" }, " refused")),
    element("td", { class: "scheduling" }, says(exchange)));
  const toggle = () => doing(() => open(row, button, exchange.id));
  button.addEventListener("click", toggle);
  row.addEventListener("click", (event) => {
    if (!event.target.closest("button, a") && !String(getSelection())) toggle();
  });
  return row;
}

const KINDS = { OK: "good", Warning: "open", Error: "bad", fault: "bad", none: "bad" };
function says({ calls, soap }) {
  if (!soap) return element("span", { class: "soft" }, "not asked");
  const shown = calls.slice(0, 2).map(({ kind, code }) => pill(kind === "none" ? "no reply" : code === null ? kind : `${kind} ${code}`, KINDS[kind]));
  return [...shown, soap > 2 && element("span", { class: "soft" }, ` ${soap.toLocaleString("en")} calls`)];
}

async function open(row, button, id) {
  const opened = button.getAttribute("aria-expanded") === "true";
  button.setAttribute("aria-expanded", String(!opened));
  row.classList.toggle("is-open", !opened);
  if (opened) {
    if (row.nextElementSibling?.classList.contains("opened")) row.nextElementSibling.remove();
    history.replaceState(null, "", location.pathname);
    return;
  }
  const cell = element("td", { colspan: 8 }, element("p", { class: "soft" }, "..."));
  row.after(element("tr", { class: "opened" }, cell));
  history.replaceState(null, "", `#entry-${id}`);
  try {
    cell.replaceChildren(await show(await ask("GET", `journal/${id}`)));
  } catch (error) {
    cell.replaceChildren(element("p", { class: "notice bad" }, error.status === 404 ? "It has fallen out of the journal." : error.message));
  }
}

// -- live or not

const live = new Repeat(look, 1000);

function showLive() {
  byId("live").setAttribute("aria-pressed", String(live.running));
  byId("newest").hidden = live.running;
}

async function goLive() {
  await load();
  live.start();
  showLive();
}

byId("live").addEventListener("click", () => doing(async () => {
  if (live.running) live.stop();
  else if (state.before === null) live.start();
  else await goLive();
  showLive();
}));
byId("newest").addEventListener("click", () => doing(goLive));
byId("older").addEventListener("click", () => doing(older));
byId("clear").addEventListener("click", () => doing(async () => {
  if (!(await confirmed(byId("clear-dialog")))) return;
  await ask("DELETE", "journal");
  await load();
  say("The journal is empty.");
}));

// -- the filter

let typing = 0;
function filtered() {
  clearTimeout(typing);
  typing = setTimeout(() => doing(async () => {
    hide();
    await load();
    if (!live.running) live.start();
    showLive();
  }), 150);
}
filter.addEventListener("input", filtered);
filter.addEventListener("submit", (event) => event.preventDefault());

// -- the first view: the newest, or the one that the address names

async function begin() {
  const linked = /^#entry-(\d{1,15})$/.exec(location.hash);
  if (!linked) {
    await goLive();
    return;
  }
  const id = Number(linked[1]);
  await load(id + 1);
  const button = byId(`entry-${id}`)?.querySelector("button");
  showLive();
  if (!button) throw new Error(`Exchange ${id} is not in the journal (any more).`);
  button.click();
  button.focus();
}
addEventListener("hashchange", () => doing(begin));
doing(begin).then(() => (document.documentElement.dataset.ready = "true"));
