// Faults: the rules that are left, and a form for another one. It has a field for each key that the control API's contract has.

import { ask, data } from "./control.js";
import { byId, element } from "./element.js";
import { field } from "./fields.js";
import { complain, doing, hide, say } from "./notice.js";
import { Repeat } from "./repeat.js";

let inputs = [];
let shown = "";

// A list of rules, or an object that has them beside what holds for all.
const rulesOf = (found) => (Array.isArray(found) ? found : (found.rules ?? []));
const with_ = (found, rules) => (Array.isArray(found) ? rules : { ...found, rules });

async function load() {
  const found = await ask("GET", "faults");
  const text = JSON.stringify(found);
  if (text === shown) return;
  shown = text;
  const rules = rulesOf(found);
  byId("rules").replaceChildren(...rules.map(rule));
  byId("empty").hidden = rules.length > 0;
  byId("clear").disabled = rules.length === 0;
}

function rule(each, place) {
  const facts = Object.entries(each).filter(([, value]) => value !== null && value !== undefined);
  const drop = element("button", { type: "button", "aria-label": `Drop rule ${place + 1}`, click: () => doing(async () => {
    await change((rules) => rules.filter((_, other) => other !== place));
    say("The rule is dropped.");
  }) }, "Drop");
  return element("li", { class: "card" }, element("dl", { class: "pairs" }, facts.map(([name, value]) =>
    element("div", {}, element("dt", {}, name), element("dd", {}, element("code", {}, typeof value === "string" ? value : JSON.stringify(value)))))), drop);
}

async function change(work) {
  const found = await ask("GET", "faults");
  const rules = work(rulesOf(found)).map(ordered);
  await ask("PUT", "faults", Array.isArray(found) ? rules : with_(given(found), rules));
  shown = "";
  await load();
}

// What an emulator tells about a rule beside what was ordered cannot be ordered.
const names = () => new Set(inputs.map(({ name }) => name));
const ordered = (each) => Object.fromEntries(Object.entries(each).filter(([name, value]) => names().has(name) && value !== null));
const given = ({ seed }) => (seed === undefined || seed === null ? {} : { seed });

byId("order").addEventListener("submit", async (event) => {
  event.preventDefault();
  byId("order-error").hidden = true;
  hide();
  try {
    const made = Object.fromEntries(inputs.map((input) => [input.name, input.read()]).filter(([, value]) => value !== undefined));
    await change((rules) => [...rules, made]);
    say("The fault is ordered.");
    for (const input of inputs) input.write("");
  } catch (error) {
    byId("order-error").textContent = error.message;
    byId("order-error").hidden = false;
  }
});

byId("clear").addEventListener("click", () => doing(async () => {
  await ask("DELETE", "faults");
  await load();
  say("No fault is ordered any more.");
}));

doing(async () => {
  inputs = (await data("faults.json")).map((each) => field(each));
  byId("fields").append(...inputs.map(({ node }) => node));
  await load();
  new Repeat(() => load().catch(complain), 2000).start();
}).then(() => (document.documentElement.dataset.ready = "true"));
