// Joins what belongs together in the two halves of an exchange: a JSON value and the SOAP element it became, or came from.

import { element } from "./element.js";

const HUES = 8;
// ServiceBroker puts what came back into an envelope, and calls the result of a refusal by another name.
const PLACES = [(name) => name, (name) => `Payload.${name}`, (name) => `Payload.${name.replace(/^result\b/, "returnCode")}`];

// Finds the joins: { row, value, left, right }, with the nodes of each side. `address` has the parts of a request's path.
export function joins(rows, json, xml, address = []) {
  const named = index(json, (member) => member.names.join("."));
  const last = index(json, (member) => member.names.at(-1) ?? "");
  const elements = index(xml, (member) => member.names.join("/"));
  const found = [];
  for (const row of rows) {
    const list = row.json.includes("[]");
    for (const right of elements.get(row.soap.replaceAll("[]", "")) ?? []) {
      const left = list ? inList(row, right, named) : alone(row, right, named, last, address);
      if (left.length) found.push({ row, value: right.value, left: left.map(({ node }) => node), right: [right.node] });
    }
  }
  return found;
}

function inList(row, right, named) {
  const place = right.places[0] ?? 0;
  const members = PLACES.flatMap((placed) => named.get(placed(row.json.replaceAll("[]", ""))) ?? []);
  return members.filter((member) => (member.places[0] ?? 0) === place).slice(0, 1);
}

function alone(row, right, named, last, address) {
  const names = [row.json, ...row.older];
  const exact = names.flatMap((name) => PLACES.flatMap((placed) => named.get(placed(name)) ?? []));
  // Of several in a list, the one that this call was about.
  const same = exact.filter((member) => !member.places.length || member.value === right.value);
  if (same.length) return same.slice(0, 1);
  if (right.value === null) return [];
  // Other facades write a value elsewhere than it is kept, under the same name; or in the path.
  const elsewhere = (last.get(row.json.split(".").at(-1)) ?? []).filter((member) => member.value === right.value);
  return [...elsewhere, ...address.filter((part) => part.value === right.value)].slice(0, 1);
}

function index(members, key) {
  const found = new Map();
  for (const member of members) {
    const name = key(member);
    if (found.has(name)) found.get(name).push(member);
    else found.set(name, [member]);
  }
  return found;
}

// Marks the joins of an exchange and lets hover and focus show them; gives the legend, null where nothing is joined.
export function legend(found, exchange) {
  if (!found.length) return null;
  const rows = new Map();
  for (const join of found) {
    const key = `${join.row.json} ${join.row.soap}`;
    if (!rows.has(key)) rows.set(key, { number: rows.size + 1, row: join.row, values: [] });
    const entry = rows.get(key);
    entry.values.push(join.value);
    mark(join, entry.number, exchange);
  }
  const lines = [...rows.values()].map(({ number, row, values }) =>
    element("tr", { "data-field": number, class: `hue-${number % HUES}` },
      element("th", { scope: "row" }, badge(number)),
      element("td", {}, element("code", {}, row.json)),
      element("td", {}, element("code", {}, row.soap)),
      element("td", { class: "value" }, told(values)),
      element("td", { class: "soft" }, [row.says, row.max && `at most ${row.max}`, row.required && "required"].filter(Boolean).join("; ")),
    ));
  listen(exchange);
  return element("details", { class: "legend", open: rows.size <= 6 },
    element("summary", {}, `Mapped fields (${rows.size})`),
    element("div", { class: "scroll" }, element("table", {},
      element("caption", { class: "unseen" }, "Fields that were mapped"),
      element("thead", {}, element("tr", {}, ["No.", "JSON", "SOAP element", "Value", "How"].map((name) => element("th", { scope: "col" }, name)))),
      element("tbody", {}, lines))));
}

const badge = (number) => element("span", { class: "badge" }, number);

function told(values) {
  const known = values.filter((value) => value !== null);
  if (!known.length) return "";
  return element("code", {}, known.length > 3 ? `${known.slice(0, 3).join(", ")} and ${known.length - 3} more` : known.join(", "));
}

let joinsMade = 0;

function mark(join, number, exchange) {
  joinsMade += 1;
  const id = `join-${joinsMade}`;
  const says = `Field ${number}: ${join.row.json} is the SOAP element ${join.row.soap}${join.value === null ? "" : `, ${join.value}`}`;
  for (const [side, nodes] of [["left", join.left], ["right", join.right]]) {
    for (const node of nodes) {
      if (node.dataset.join) continue; // one value may become several elements; the first join counts
      node.dataset.join = id;
      node.dataset.number = number;
      node.classList.add("mapped", `hue-${number % HUES}`);
      node.before(side === "left"
        ? element("button", { type: "button", class: `badge hue-${number % HUES}`, "data-join": id, "data-number": number, "aria-label": says, "aria-pressed": "false", title: says }, number)
        : element("span", { class: `badge hue-${number % HUES}`, "data-join": id, "data-number": number, "aria-hidden": "true" }, number));
    }
  }
  exchange.dataset.joins = joinsMade;
}

// One value is shown at a time: what the pointer is on, else what has the focus, else what was pressed.
function listen(exchange) {
  const state = { pointed: null, focused: null, pinned: null };
  const show = () => {
    const node = state.pointed ?? state.focused ?? state.pinned;
    const [id, number] = [node?.dataset.join, node?.dataset.number];
    for (const each of exchange.querySelectorAll("[data-join]")) each.classList.toggle("joined", each.dataset.join === id);
    for (const each of exchange.querySelectorAll("[data-field]")) each.classList.toggle("joined", each.dataset.field === number);
    for (const each of exchange.querySelectorAll("button.badge")) each.setAttribute("aria-pressed", String(each.dataset.join === state.pinned?.dataset.join));
  };
  const joinOf = (event) => event.target.closest?.("[data-join]") ?? null;
  exchange.addEventListener("pointerover", (event) => { state.pointed = joinOf(event); show(); });
  exchange.addEventListener("pointerleave", () => { state.pointed = null; show(); });
  exchange.addEventListener("focusin", (event) => { state.focused = joinOf(event); show(); });
  exchange.addEventListener("focusout", () => { state.focused = null; show(); });
  exchange.addEventListener("click", (event) => {
    const node = joinOf(event);
    if (!node) return;
    state.pinned = state.pinned?.dataset.join === node.dataset.join ? null : node;
    show();
  });
}
