// Faults: the rules that are left, and a form for another one. It has a field for each key that the control API's contract has.

import { ask, data } from "./control.js";
import { byId, element } from "./element.js";
import { field } from "./fields.js";
import { complain, doing, hide, say } from "./notice.js";
import { Repeat } from "./repeat.js";

let inputs = [];
let shown = "";

async function load() {
  const found = await ask("GET", "faults");
  const text = JSON.stringify(found);
  if (text === shown) return;
  shown = text;
  byId("rules").replaceChildren(...found.rules.map(rule));
  byId("empty").hidden = found.rules.length > 0;
  byId("clear").disabled = found.rules.length === 0;
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
  const { seed, rules } = await ask("GET", "faults");
  await ask("PUT", "faults", { seed, rules: work(rules.map(asLeft)).filter(Boolean) });
  shown = "";
  await load();
}

// A plan takes the place of another, and counts anew: what a rule has done is done, and one that is used up (null) does not come back.
const asLeft = (each) => (each.left === 0 ? null : { ...each, count: each.left, after: Math.max(0, (each.after ?? 0) - each.matched) });

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
