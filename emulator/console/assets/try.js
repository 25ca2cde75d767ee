// Try it: a form for each operation, the curl that does the same, the answer, and the way to its exchange in the journal.

import { ask, consoleRoot, data, emulatorRoot, reach, withQuery } from "./control.js";
import { Credentials } from "./credentials.js";
import { curl } from "./curl.js";
import { byId, element, pill } from "./element.js";
import { envelope, MEDIA_TYPES } from "./envelope.js";
import { field } from "./fields.js";
import { copyButton } from "./message.js";
import { message } from "./message.js";
import { complain, doing, hide } from "./notice.js";

const SYSTEMS = { servicebroker: "ServiceBroker", "azure-job-router": "Azure Job Router", joc: "JOC", "crm-com": "CRM.COM", soap: "Scheduling, SOAP", control: "Control API" };
const MARK = "X-Console-Call";
const choice = byId("choice");
const form = { document: null, operation: null, credentials: null, parameters: [], fields: [], text: null, version: null };

// -- the choice

async function choose(system, id) {
  form.document = await data(`operations/${system}.json`);
  form.credentials = new Credentials(system, form.document, tell);
  choice.elements.system.value = system;
  const { operations } = form.document;
  choice.elements.operation.replaceChildren(...operations.map((each) => element("option", { value: each.id }, `${each.id} - ${each.summary}`)));
  pick(operations.some((each) => each.id === id) ? id : operations[0].id);
}

function pick(id) {
  const operation = form.document.operations.find((each) => each.id === id);
  form.operation = operation;
  choice.elements.operation.value = id;
  byId("call-title").textContent = operation.summary;
  byId("call-says").replaceChildren(element("code", {}, `${operation.method} ${operation.path}`), operation.soap ? `, SOAP ${operation.soap}` : "");
  byId("credentials").replaceChildren(form.credentials.fields(operation, (row) => doing(() => obtain(row))));
  form.parameters = operation.parameters.map((each) => ({ ...each, ...field({ path: [each.name], type: "string", enum: each.enum, required: each.required, says: [each.in, each.says].filter(Boolean).join(": "), value: form.credentials.filled(each.value), hint: each.hint }, tell) }));
  byId("parameters").replaceChildren(form.parameters.length ? element("fieldset", {}, element("legend", {}, "Parameters"), element("div", { class: "grid" }, form.parameters.map(({ node }) => node))) : "");
  byId("body").replaceChildren(operation.body ? bodyOf(operation.body) : "");
  byId("answer-card").hidden = true;
  history.replaceState(null, "", `#${choice.elements.system.value}/${id}`);
  tell();
}

// -- the body: fields and text are two ways to write the same

function bodyOf(body) {
  const xml = Boolean(body.message);
  form.text = element("textarea", { id: "body-text", spellcheck: "false", rows: 10, "aria-label": "Body", input: () => { if (!xml) fromText(); tell(); } });
  form.fields = body.fields.map((each) => field(each, () => { fromFields(each.path); tell(); }));
  form.version = xml ? element("select", { input: () => { fromFields(); tell(); } }, Object.keys(MEDIA_TYPES).map((version) => element("option", { value: version }, `SOAP ${version}`))) : null;
  const examples = element("select", { "aria-label": "Example", input: () => fill(body.examples[Number(examples.value)]) },
    body.examples.map((example, place) => element("option", { value: place }, example.summary)));
  const node = element("fieldset", {}, element("legend", {}, "Body"),
    body.examples.length > 1 && element("label", {}, "Begin with ", examples),
    form.version && element("label", {}, "Version ", form.version),
    element("div", { class: "two" }, form.fields.length > 0 && element("div", { class: "grid narrow" }, form.fields.map((each) => each.node)),
      element("div", { class: "field" }, element("label", { for: "body-text" }, `As ${body.type}`), form.text)));
  if (xml) fromFields();
  else fill(body.examples[0] ?? { value: {} });
  return node;
}

function fill(example) {
  form.text.value = JSON.stringify(example.value, null, 2);
  form.text.rows = Math.min(24, Math.max(6, form.text.value.split("\n").length + 1));
  fromText();
  tell();
}

function fromText() {
  let value;
  try {
    value = JSON.parse(form.text.value);
  } catch {
    return; // the fields show what was there last
  }
  for (const each of form.fields) each.write(each.path.reduce((found, name) => found?.[name], value));
}

function fromFields(path) {
  const { body } = form.operation;
  if (body.message) {
    const values = Object.fromEntries(form.fields.map((each) => [each.path.join("/"), each.read()]).filter(([, value]) => value !== undefined));
    form.text.value = envelope(body.message, values, { version: form.version.value, namespace: body.namespace });
    form.text.rows = form.text.value.split("\n").length + 1;
    return;
  }
  let value;
  try {
    value = JSON.parse(form.text.value);
  } catch {
    value = {};
  }
  if (typeof value !== "object" || value === null || Array.isArray(value)) value = {};
  const given = form.fields.find((each) => each.path === path || each.path.join(".") === path.join(".")).read();
  put(value, path, given);
  form.text.value = JSON.stringify(value, null, 2);
}

function put(value, [name, ...rest], given) {
  if (!rest.length) {
    if (given === undefined) delete value[name];
    else value[name] = given;
    return;
  }
  if (typeof value[name] !== "object" || value[name] === null) {
    if (given === undefined) return;
    value[name] = {};
  }
  put(value[name], rest, given);
  if (!Object.keys(value[name]).length) delete value[name];
}

// -- the request

function request() {
  const { operation, credentials } = form;
  const query = new URLSearchParams();
  const headers = {};
  let path = operation.path;
  for (const parameter of form.parameters) {
    const value = parameter.read();
    if (value === undefined) continue;
    const filled = credentials.filled(String(value));
    if (parameter.in === "path") path = path.replace(`{${parameter.name}}`, encodeURIComponent(filled));
    else if (parameter.in === "query") query.append(parameter.name, filled);
    else if (parameter.in === "header") headers[parameter.name] = filled;
  }
  Object.assign(headers, credentials.headers());
  for (const scheme of credentials.schemes) {
    if (scheme.query && operation.method === "GET" && !query.has(scheme.query)) query.set(scheme.query, credentials.filled(scheme.value));
  }
  const body = operation.body && form.text.value !== "" ? credentials.filled(form.text.value) : null;
  if (body !== null) headers["Content-Type"] = form.version ? `${MEDIA_TYPES[form.version.value]}; charset=utf-8` : operation.body.type;
  const url = new URL(path.slice(1), emulatorRoot);
  url.search = query;
  return { method: operation.method, url: url.href, headers, body };
}

function tell() {
  try {
    byId("curl").textContent = curl(request());
  } catch (error) {
    byId("curl").textContent = error.message;
  }
}

async function send(asked) {
  const mark = crypto.getRandomValues(new Uint32Array(2)).join("-");
  const began = performance.now();
  // The mark finds the exchange in the journal; SOAP is found by what was sent.
  const response = await reach(asked.url, { method: asked.method, headers: { ...asked.headers, [MARK]: mark }, body: asked.body, cache: "no-store", redirect: "manual" });
  const text = await response.text();
  return { response, text, took: performance.now() - began, mark };
}

byId("call").addEventListener("submit", async (event) => {
  event.preventDefault();
  hide();
  await doing(async () => {
    const asked = request();
    const before = choice.elements.system.value === "soap" ? (await lastId()) : 0;
    const { response, text, took, mark } = await send(asked);
    byId("answer-card").hidden = false;
    byId("answer-line").replaceChildren(pill(response.status, response.status < 400 ? "good" : "bad"), ` ${response.statusText} in ${took.toFixed(0)} ms `, await linked(asked, mark, before) ?? "");
    byId("answer").replaceChildren(message({ side: "Answer", title: response.headers.get("Content-Type") ?? "", headers: Object.fromEntries(response.headers), text }).node);
    byId("answer-title").focus();
  });
});

async function lastId() {
  try {
    return (await ask("GET", withQuery("journal", { limit: 1, newest: "true", summary: "true" }))).last;
  } catch {
    return 0; // several processes serve: there is no one journal
  }
}

// Leads to the exchange in the journal; calls of the control API are not in it.
async function linked(asked, mark, before) {
  const system = choice.elements.system.value;
  if (system === "control") return null;
  try {
    const wanted = system === "soap" ? { after: before, facade: "soap" } : { q: mark };
    const { exchanges } = await ask("GET", withQuery("journal", { ...wanted, limit: 1, newest: "true", summary: "true" }));
    if (!exchanges.length) return null;
    return element("a", { id: "in-journal", href: new URL(`./#entry-${exchanges[0].id}`, consoleRoot).href }, `Exchange ${exchanges[0].id} in the journal`);
  } catch {
    return null;
  }
}

// Calls the operation that gives tokens, with what its contract says it takes.
async function obtain(row) {
  const operation = form.document.operations.find(({ id }) => id === row.operation);
  const scheme = operation.security.map((name) => form.document.credentials[name]).find((each) => each?.basic);
  const headers = scheme ? { Authorization: `Basic ${btoa(form.credentials.filled(scheme.basic))}` } : {};
  if (row.body) headers["Content-Type"] = operation.body.type;
  const url = new URL(operation.path.slice(1), emulatorRoot);
  const body = row.body ? form.credentials.filled(JSON.stringify(row.body)) : null;
  const { response, text } = await send({ method: operation.method, url, headers, body });
  let token = null;
  try {
    token = row.at.split(".").reduce((found, name) => found?.[name], JSON.parse(text));
  } catch {
    // It is told below.
  }
  if (typeof token !== "string") {
    complain(new Error(`${row.operation} gave no token: ${response.status} ${text.slice(0, 200)}`));
    return;
  }
  form.credentials.set("token", token);
  tell();
}

byId("curl").after(copyButton(() => byId("curl").textContent));
choice.elements.system.append(...Object.entries(SYSTEMS).map(([value, name]) => element("option", { value }, name)));
choice.elements.system.addEventListener("change", () => doing(() => choose(choice.elements.system.value)));
choice.elements.operation.addEventListener("change", () => pick(choice.elements.operation.value));
choice.addEventListener("submit", (event) => event.preventDefault());

function begin() {
  const [system, id] = decodeURIComponent(location.hash.slice(1)).split("/");
  return doing(() => choose(system in SYSTEMS ? system : "servicebroker", id));
}
addEventListener("hashchange", begin);
begin().then(() => (document.documentElement.dataset.ready = "true"));
