// The change feed as a poller sees it: the stamp of the last answer is kept, and goes along with the next question.

import { ask } from "./control.js";
import { byId, element, pill, timeOf } from "./element.js";
import { doing, hide } from "./notice.js";
import { Repeat } from "./repeat.js";
import { byRest, bySoap } from "./scheduling.js";
import { now, today } from "./time.js";
import { layOutXml } from "./xml_text.js";

const MOST_POLLS = 100;
const MOST_ROWS = 500;
const form = byId("filter");
const stamps = new Map();
const wanted = () => Object.fromEntries(new FormData(form));
// A feed with JeopOnly is another one: its stamp says nothing about the whole.
const key = ({ unit, jeop_only: only }) => `${unit} ${only ?? ""}`;

async function poll() {
  const asked = wanted();
  const before = stamps.get(key(asked)) ?? null;
  let says = "OK 0";
  let kind = "good";
  let came = null;
  try {
    came = await (asked.through === "soap" ? overSoap(asked, before) : overRest(asked, before));
    stamps.set(key(asked), came.stamp);
    says = came.says;
  } catch (error) {
    [says, kind] = [error.message, "bad"];
  }
  log({ asked, before, came, says, kind });
  if (key(asked) !== key(wanted())) return;
  tellStamps(before, came?.stamp ?? before);
  const count = came?.items.length;
  byId("outcome").textContent = came ? (count ? `${count.toLocaleString("en")} work item${count === 1 ? "" : "s"} changed.` : "Nothing changed since.") : says;
  if (count) {
    byId("rows").replaceChildren(...came.items.slice(0, MOST_ROWS).map(line));
    byId("empty").hidden = count <= MOST_ROWS;
    byId("empty").textContent = count > MOST_ROWS ? `The first ${MOST_ROWS} of ${count.toLocaleString("en")}.` : "";
  }
}

async function overRest(asked, before) {
  const options = asked.jeop_only ? { JeopOnly: true } : {};
  const payload = await byRest("GetChangedWorkItems", { FRU: asked.unit, ...(before === null ? {} : { OffsetId: before }), Options: options }, asked.token);
  const items = (payload.WorkItems ?? []).map((item) => ({
    id: item.Id, type: item.Type, status: STATUSES[item.WorkStatus] ?? String(item.WorkStatus),
    employee: item.Booking?.Tech, start: item.Booking?.SchdStart, arrival: item.Booking?.SchdArr, finish: item.Booking?.SchdEnd,
    states: (item.AtRisk?.Type ?? "").split(",").filter(Boolean),
  }));
  return { stamp: payload.OffsetId, items, says: `${payload.result.type} ${payload.result.code}` };
}

const STATUSES = ["Tentative", "Fixed", "Earmarked", "Contacted", "Travelling", "LoggedOn", "LoggedOff", "Cleared", "Cancelled"];

async function overSoap(asked, before) {
  const text = await bySoap("GetChangedWorkItemsRequest", {
    FRUID: asked.unit, ...(before === null ? {} : { timeStampIn: before }), ...(asked.jeop_only ? { "options/JeopOnly": "true" } : {}),
  });
  const value = (from, name) => from.find(({ names }) => names.join("/") === name)?.value ?? null;
  const whole = layOutXml(text.replace(/<workItem>[\s\S]*<\/workItem>/, "")).members;
  const items = (text.match(/<workItem>[\s\S]*?<\/workItem>/g) ?? []).map((each) => {
    const { members } = layOutXml(`<e><b><m>${each}</m></b></e>`);
    const of = (name) => value(members, `workItem/${name}`);
    return {
      id: of("workItemID"), type: of("workItemType"), status: of("attr/disStatus") ?? "", employee: of("attr/empID"),
      start: of("attr/start"), arrival: of("attr/arrival"), finish: of("attr/finish"),
      states: members.filter(({ names, value: says }) => names[1] === "jobJeopardy" && says === "true").map(({ names }) => names[2]),
    };
  });
  return { stamp: value(whole, "timeStampOut"), items, says: `${value(whole, "result/type")} ${value(whole, "result/code")}` };
}

function line(item) {
  const day = today();
  return element("tr", {},
    element("th", { scope: "row" }, element("span", { class: "id" }, item.id)),
    [item.type, null, item.employee, item.start, item.arrival, item.finish].map((text, place) =>
      element("td", { "data-name": ["", "", "", "start ", "arrival ", "finish "][place] }, place === 1 ? pill(item.status) : place > 2 ? timeOf(text?.replace(".000", ""), day) : (text ?? element("span", { class: "soft" }, "unresourced")))),
    element("td", { class: "jeopardy" }, item.states.map((state) => [element("span", { class: "state" }, state), " "])));
}

function log({ asked, before, came, says, kind }) {
  const count = came ? came.items.length : "";
  byId("polls").prepend(element("tr", {},
    element("th", { scope: "row" }, now().replace("T", " ")),
    element("td", {}, asked.unit, asked.jeop_only && [" ", element("span", { class: "tag" }, "JeopOnly")]),
    element("td", { "data-name": "before " }, before ?? element("span", { class: "soft" }, "none")),
    element("td", { "data-name": "after " }, came?.stamp ?? element("span", { class: "soft" }, "kept")),
    element("td", { class: "number", "data-name": "work items " }, count),
    element("td", {}, pill(says, kind))));
  while (byId("polls").children.length > MOST_POLLS) byId("polls").lastElementChild.remove();
}

function tellStamps(before, after) {
  byId("stamp-before").textContent = before ?? "none";
  byId("stamp-after").textContent = after ?? "none";
}

const live = new Repeat(poll, 2000);
byId("poll").addEventListener("click", () => doing(poll));
byId("live").addEventListener("click", () => {
  if (live.running) live.stop();
  else live.start();
  byId("live").setAttribute("aria-pressed", String(live.running));
});
byId("forget").addEventListener("click", () => {
  stamps.delete(key(wanted()));
  tellStamps(null, null);
  byId("outcome").textContent = "The next poll brings everything.";
});
form.addEventListener("change", () => {
  hide();
  const stamp = stamps.get(key(wanted())) ?? null;
  tellStamps(stamp, stamp);
});
form.addEventListener("submit", (event) => event.preventDefault());

doing(async () => {
  form.elements.unit.append(...(await ask("GET", "units")).map(({ id }) => element("option", {}, id)));
}).then(() => (document.documentElement.dataset.ready = "true"));
