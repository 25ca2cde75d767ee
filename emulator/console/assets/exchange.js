// An exchange: the REST request beside the SOAP request it caused, and the two answers, with the mapped fields joined.

import { controlRoot, data } from "./control.js";
import { element } from "./element.js";
import { joins, legend } from "./mapping.js";
import { message } from "./message.js";

// An order of JOC's may cancel thousands of jobs, a call each.
const MOST_CALLS = 5;

let tables = null;

export async function show(exchange) {
  tables ??= await data("mapping.json");
  const node = element("div", { class: "exchange" });
  const { rest } = exchange;
  const calls = exchange.soap.slice(0, MOST_CALLS);
  const parts = calls.map((call) => soapHalves(call, exchange, calls.length > 1));
  if (!rest) {
    node.append(...parts.map(({ asked, answered }) => pair(asked.node, answered.node)));
    return withMore(node, exchange);
  }
  const address = addressOf(rest.request);
  const asked = message({ side: "REST", title: address.node, headers: rest.request.headers, text: rest.request.body, whole: whole(exchange) });
  const { response } = rest;
  const answered = message({
    side: "REST", title: "answered", status: response.status, kind: response.status < 400 ? "good" : "bad",
    headers: response.headers, text: response.body, leftOut: response.left_out, whole: whole(exchange),
  });
  const none = (says) => element("div", { class: "half none" }, says);
  node.append(pair(asked.node, parts[0]?.asked.node ?? none("No SOAP call: the facade answered by itself.")));
  node.append(pair(answered.node, parts[0]?.answered.node ?? none("")));
  for (const part of parts.slice(1)) node.append(pair(part.asked.node, part.answered.node));
  const found = parts.flatMap(({ call, asked: sent, answered: replied }) => {
    const table = tables[exchange.facade]?.[call.operation];
    if (!table) return [];
    return [...joins(table.request, asked.members, sent.members, address.parts), ...joins(table.reply, answered.members, replied.members)];
  });
  node.append(legend(found, node) ?? "");
  return withMore(node, exchange);
}

function soapHalves(call, exchange, several) {
  const name = `${call.operation ?? "an unknown operation"}${several ? `, call ${exchange.soap.indexOf(call) + 1}` : ""}`;
  const asked = message({ side: "SOAP", title: name, text: call.request, whole: whole(exchange) });
  const answered = message({
    side: "SOAP", title: call.status ? "answered" : "no answer", status: call.status || "none", kind: call.status === 200 ? "good" : "bad",
    text: call.response, leftOut: call.left_out, whole: whole(exchange),
  });
  return { call, asked, answered };
}

const whole = (exchange) => new URL(`journal/${exchange.id}`, controlRoot).href;

function pair(left, right) {
  return element("div", { class: "halves" }, left, right);
}

// The method and the path, its parts apart so that they can be joined.
function addressOf(request) {
  const parts = [];
  const node = element("span", { class: "address" }, element("b", {}, request.method), " ");
  for (const text of request.path.split(/([/?&=:])/)) {
    if (/^[/?&=:]?$/.test(text)) {
      node.append(text);
      continue;
    }
    const part = element("span", {}, text);
    parts.push({ value: decoded(text), node: part });
    node.append(part);
  }
  return { node, parts };
}

function decoded(text) {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

function withMore(node, exchange) {
  const more = exchange.soap.length - MOST_CALLS;
  const known = new Set(["id", "at", "facade", "operation", "rest", "soap"]);
  const others = Object.entries(exchange).filter(([key, value]) => !known.has(key) && value !== null && value.length !== 0);
  if (others.length) {
    node.prepend(element("dl", { class: "facts struck" }, others.map(([key, value]) =>
      element("div", {}, element("dt", {}, key.replaceAll("_", " ")), element("dd", {}, element("code", {}, typeof value === "string" ? value : JSON.stringify(value)))))));
  }
  node.append(element("p", { class: "hint" }, more > 0 && `${more.toLocaleString("en")} more SOAP calls are not shown here. `,
    element("a", { href: whole(exchange) }, "This exchange as JSON")));
  return node;
}
