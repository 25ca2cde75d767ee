// Work items by unit: a page at a time, with what can be done to each.

import { ask, withQuery } from "./control.js";
import { byId, element, pill, timeOf } from "./element.js";
import { complain, doing, hide, say } from "./notice.js";
import { Repeat } from "./repeat.js";
import { byRest, bySoap } from "./scheduling.js";
import { today } from "./time.js";

const PAGE = 50;
const filter = byId("filter");
const rows = byId("rows");
const state = { offset: 0, found: 0, generation: 0, shown: "" };

const DONE = { Tentative: "", Fixed: "", Earmarked: "", Contacted: "open", Travelling: "open", LoggedOn: "open", LoggedOff: "good", Cleared: "good", Cancelled: "bad" };

async function load() {
  state.generation += 1;
  const { generation } = state;
  const page = await ask("GET", withQuery("board", { ...Object.fromEntries(new FormData(filter)), offset: state.offset, limit: PAGE }));
  if (generation !== state.generation) return;
  if (!page.items.length && page.found) {
    state.offset = Math.floor((page.found - 1) / PAGE) * PAGE;
    await load();
    return;
  }
  state.found = page.found;
  const text = JSON.stringify([page, today()]);
  // Lines that stay as they were keep the focus and what is selected.
  if (text === state.shown) return;
  state.shown = text;
  const focused = document.activeElement?.closest?.("[data-id]");
  const [id, action] = [focused?.dataset.id, document.activeElement?.dataset.action];
  rows.replaceChildren(...page.items.map(line));
  if (id) [...rows.children].find((row) => row.dataset.id === id)?.querySelector(`[data-action=${action ?? "change"}]`)?.focus();
  const last = state.offset + page.items.length;
  const numbers = (number) => number.toLocaleString("en");
  byId("shown").textContent = page.found ? `${numbers(state.offset + 1)} to ${numbers(last)} of ${numbers(page.found)}; ${numbers(page.in_jeopardy)} in jeopardy` : "";
  byId("empty").hidden = page.found > 0;
  byId("before").disabled = state.offset === 0;
  byId("after").disabled = last >= page.found;
}

function line(item) {
  const day = today();
  const action = (name, key, work) => element("button", { type: "button", "data-action": key, "aria-label": `${name} ${item.id}`, click: () => doing(() => work(item)) }, name);
  const flags = [item.type === "StandardActivity" && "activity", item.fixed && "fixed", item.on_hold && "on hold", item.all_day && "all day", !item.inside && "outside the horizon"].filter(Boolean);
  return element("tr", { "data-id": item.id, class: item.inside ? "" : "outside" },
    element("th", { scope: "row" }, element("span", { class: "id" }, item.id), flags.map((flag) => [" ", element("span", { class: "tag" }, flag)])),
    element("td", { class: "unit" }, item.unit),
    element("td", { class: "employee" }, item.employee ?? element("span", { class: "soft" }, "unresourced")),
    element("td", {}, pill(item.status, DONE[item.status] ?? "")),
    element("td", { class: "jeopardy" }, item.states.map((name) => [element("span", { class: "state" }, name), " "]), item.overdue ? element("span", { class: "soft" }, `${item.overdue > 0 ? "+" : ""}${item.overdue} min`) : ""),
    ...["start", "arrival", "finish"].map((name) => element("td", { "data-name": `${name} ` }, timeOf(item[name], (name !== "start" && item.start?.split("T")[0]) || day, { seconds: false }))),
    element("td", { class: "actions" }, action("Change", "change", change), item.type === "Job" && [" ", action("Cancel", "cancel", cancel)]));
}

// -- book and change

const dialog = byId("item-dialog");
const form = byId("item-form");
const FIELDS = ["id", "unit", "type", "employee", "status", "start", "arrival", "finish"];
let changed = null;

function fill(item, title, send) {
  byId("item-title").textContent = title;
  byId("item-send").textContent = send;
  byId("item-error").hidden = true;
  for (const name of FIELDS) form.elements[name].value = item[name] ?? "";
  for (const end of ["from", "to"]) form.elements[`promise.${end}`].value = item.promise?.[end] ?? "";
  form.elements.id.readOnly = changed !== null;
  dialog.showModal();
}

byId("book").addEventListener("click", () => {
  changed = null;
  const unit = filter.elements.unit.value || form.elements.unit.options[0]?.value;
  fill({ type: "Job", status: "Tentative", unit }, "Book a work item", "Book");
});

function change(item) {
  changed = item;
  fill(item, `Change ${item.id}`, "Change");
}

function written() {
  const value = (name) => form.elements[name].value.trim() || null;
  const item = Object.fromEntries(FIELDS.map((name) => [name, value(name)]));
  item.id = form.elements.id.value;
  const promise = { from: value("promise.from"), to: value("promise.to") };
  item.promise = promise.from || promise.to ? promise : null;
  return item;
}

form.addEventListener("submit", async (event) => {
  event.preventDefault();
  await within("item-error", async () => {
    const item = written();
    if (changed) await ask("PATCH", `work-items/${encodeURIComponent(changed.id)}`, item);
    else await ask("POST", "work-items", item);
    dialog.close();
    say(`${item.id} is ${changed ? "changed" : "booked"}.`);
    await load();
  });
});

// -- cancel

let leaving = null;

function cancel(item) {
  leaving = item;
  byId("cancel-id").textContent = item.id;
  byId("cancel-error").hidden = true;
  byId("cancel-dialog").showModal();
}

byId("cancel-form").addEventListener("submit", async (event) => {
  event.preventDefault();
  const given = Object.fromEntries(new FormData(event.target));
  await within("cancel-error", async () => {
    if (given.through === "soap") {
      const reason = given.reason_id || given.reason ? { "cancelReason/cancelReasonId": given.reason_id || "0" } : {};
      if (given.reason) reason["cancelReason/cancelReasonDesc"] = given.reason;
      await bySoap("JobCancelRequest", { jobID: leaving.id, ...reason });
    } else {
      const reason = {};
      if (given.reason_id) reason.cancelReasonId = /^\d{1,10}$/.test(given.reason_id) ? Number(given.reason_id) : given.reason_id;
      if (given.reason) reason.cancelReasonDesc = given.reason;
      await byRest("CancelJob", { Id: leaving.id, ...(Object.keys(reason).length ? { CancelReason: reason } : {}) }, given.token);
    }
    byId("cancel-dialog").close();
    say(`${leaving.id} is cancelled.`);
    await load();
  });
});

async function within(id, work) {
  byId(id).hidden = true;
  hide();
  try {
    await work();
  } catch (error) {
    byId(id).textContent = error.message;
    byId(id).hidden = false;
  }
}

for (const button of document.querySelectorAll("dialog .close")) button.addEventListener("click", () => button.closest("dialog").close());

// -- the filter and the pages

async function units() {
  const known = (await ask("GET", "units")).map(({ id }) => id);
  filter.elements.unit.append(...known.map((id) => element("option", {}, id)));
  form.elements.unit.append(...known.map((id) => element("option", {}, id)));
}

let typing = 0;
function filtered(by) {
  clearTimeout(typing);
  typing = setTimeout(() => doing(async () => {
    state.offset = by;
    hide();
    await load();
  }), 150);
}
filter.addEventListener("input", () => filtered(0));
filter.addEventListener("submit", (event) => event.preventDefault());
byId("before").addEventListener("click", () => filtered(Math.max(0, state.offset - PAGE)));
byId("after").addEventListener("click", () => filtered(state.offset + PAGE));
addEventListener("emulator-changed", () => doing(load));

doing(async () => {
  await Promise.all([load(), units()]);
  new Repeat(() => load().catch(complain), 3000).start();
}).then(() => (document.documentElement.dataset.ready = "true"));
