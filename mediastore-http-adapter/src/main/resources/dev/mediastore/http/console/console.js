// SPDX-License-Identifier: Apache-2.0
// Everything an uploader may have written is put on the page as text, never as markup.

import { judge, picture } from "./picture.js";

const REFRESH_MILLIS = 2000;
const PLAYABLE = /^(video|audio|image)\//;

const place = (id) => document.getElementById(id);
const state = { container: null, folder: "", next: null };

function make(name, text, className) {
  const made = document.createElement(name);
  if (text !== undefined) made.textContent = text;
  if (className) made.className = className;
  return made;
}

function button(text, action) {
  const made = make("button", text, "link");
  made.type = "button";
  made.addEventListener("click", action);
  return made;
}

async function ask(name, parameters = {}) {
  const answer = await fetch(`api/${name}?${new URLSearchParams(parameters)}`);
  if (!answer.ok) throw new Error(`${name}: ${answer.status}`);
  return answer.json();
}

function size(bytes) {
  if (bytes < 0) return "growing";
  const units = ["B", "kB", "MB", "GB"];
  let unit = 0;
  let value = bytes;
  while (value >= 1000 && unit < units.length - 1) {
    value /= 1000;
    unit += 1;
  }
  return `${unit === 0 ? value : value.toFixed(1)} ${units[unit]}`;
}

const count = (number, what) => `${number} ${what}${number === 1 ? "" : "s"}`;

async function showContainers() {
  const told = await ask("containers");
  const facts = [
    ["held", size(told.bytesInUse)],
    ["uploads", told.openUploads],
    ["reads", told.openReads],
    ["writes", told.writable ? "taken" : "refused"],
  ];
  place("store").replaceChildren(
    ...facts.map(([name, value]) => {
      const fact = make("div");
      fact.append(make("dt", name), make("dd", String(value)));
      return fact;
    }),
  );
  if (state.container === null && told.containers.length > 0) state.container = told.containers[0].name;
  place("containers").replaceChildren(
    ...told.containers.map((each) => {
      const row = make("li");
      const choose = button(each.name, () => open(each.name));
      if (each.name === state.container) choose.setAttribute("aria-current", "true");
      row.append(choose, make("small", ` ${each.status}`));
      return row;
    }),
  );
}

function open(container) {
  Object.assign(state, { container, folder: "", next: null });
  place("player").replaceChildren();
  refresh();
  showObjects();
}

async function showTimeline() {
  const told = await ask("timeline", { container: state.container });
  const rows = told.renditions.map((each) => {
    const row = make("figure");
    const { late, gaps, bad, usual } = judge(each.uploads);
    const words = [count(each.uploads.length, "upload")];
    if (usual > 0) words.push(`every ${(usual / 1000).toFixed(1)} s`);
    if (late.size) words.push(`${late.size} late`);
    if (gaps.length) words.push(count(gaps.length, "gap"));
    if (bad.length) words.push(`${bad.length} refused or lost`);
    const caption = make("figcaption");
    caption.append(make("b", each.name), make("span", words.join(", ")));
    row.append(caption);
    if (each.uploads.length > 1) row.append(picture(each.uploads));
    return row;
  });
  place("timeline").replaceChildren(...(rows.length ? rows : [make("p", "Nothing was uploaded yet.")]));
}

async function showObjects(more = false) {
  const asked = { container: state.container, folder: state.folder };
  if (more && state.next) Object.assign(asked, state.next);
  const told = await ask("objects", asked);
  state.next = told.next ?? null;
  place("more").hidden = state.next === null;
  const crumbs = ["", ...state.folder.split("/").filter((part) => part)];
  place("folder").replaceChildren(
    ...crumbs.flatMap((part, i) => [
      button(part || state.container, () => enter(crumbs.slice(1, i + 1).join("/"))),
      document.createTextNode(" / "),
    ]),
  );
  const rows = told.items.map(objectRow);
  if (more) place("objects").append(...rows);
  else place("objects").replaceChildren(...rows);
}

function objectRow(item) {
  const row = make("tr");
  const name = make("td");
  const path = state.folder ? `${state.folder}/${item.name}` : item.name;
  if (item.type === "FOLDER") {
    name.append(button(`${item.name}/`, () => enter(path)));
    row.append(name, make("td"), make("td", "folder"), make("td"));
    return row;
  }
  const playable = PLAYABLE.test(item.contentType ?? "");
  name.append(playable ? button(item.name, () => play(path, item.contentType)) : make("span", item.name));
  row.append(
    name,
    make("td", size(item.bytes), "number"),
    make("td", item.contentType ?? ""),
    make("td", item.lastModified),
  );
  return row;
}

function enter(folder) {
  state.folder = folder;
  state.next = null;
  showObjects();
}

function play(path, type) {
  const image = type.startsWith("image/");
  const player = make(image ? "img" : type.startsWith("audio/") ? "audio" : "video");
  player.src = `api/object?${new URLSearchParams({ container: state.container, path })}`;
  if (image) player.alt = path;
  else player.controls = true;
  place("player").replaceChildren(make("p", path), player);
}

async function showRefusals() {
  const told = await ask("refusals");
  const rows = told.refusals.map((each) => {
    const row = make("li");
    const what = `${each.status} ${each.error ?? ""}`;
    const where = [each.method, each.container, each.path].filter((part) => part).join(" ");
    row.append(make("b", what), make("span", ` ${where}`), make("p", each.reason ?? ""));
    row.append(make("small", `${each.at}, ${each.caller ?? "nobody"} from ${each.peer}, request ${each.requestId}`));
    return row;
  });
  place("refusals").replaceChildren(...(rows.length ? rows : [make("li", "None.")]));
}

async function refresh() {
  await showContainers();
  if (state.container !== null) await showTimeline();
  await showRefusals();
}

place("more").addEventListener("click", () => showObjects(true));
await refresh();
if (state.container !== null) await showObjects();
document.documentElement.dataset.ready = "true";
setInterval(() => refresh().catch(() => {}), REFRESH_MILLIS);
