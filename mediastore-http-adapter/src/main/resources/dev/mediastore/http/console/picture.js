// SPDX-License-Identifier: Apache-2.0
// The uploads of one rendition as a picture: time of arrival to the right, sequence number upwards.

const SVG = "http://www.w3.org/2000/svg";
const WIDTH = 640;
const HEIGHT = 120;
const MARGIN = 8;

function element(name, attributes) {
  const made = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, String(value));
  return made;
}

function median(values) {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted.length === 0 ? 0 : sorted[Math.floor(sorted.length / 2)];
}

const arrived = (upload) => upload.status >= 200 && upload.status < 300;

/** What there is to say of uploads in their order: which came late, and which numbers never came. */
export function judge(uploads) {
  const good = uploads.filter(arrived);
  const steps = good.slice(1).map((upload, i) => upload.ended - good[i].ended);
  const usual = median(steps);
  const late = new Set();
  good.slice(1).forEach((upload, i) => {
    if (steps[i] > 1.5 * usual + 100) late.add(upload);
  });
  const gaps = [];
  good.slice(1).forEach((upload, i) => {
    const missing = upload.number - good[i].number - 1;
    if (upload.number >= 0 && missing > 0) gaps.push({ before: good[i], after: upload, missing });
  });
  return { usual, late, gaps, bad: uploads.filter((upload) => !arrived(upload)) };
}

/** A picture with a title for each upload. */
export function picture(uploads) {
  const { late, gaps } = judge(uploads);
  const from = Math.min(...uploads.map((u) => u.begun));
  const to = Math.max(...uploads.map((u) => u.ended), from + 1000);
  const numbers = uploads.map((u) => Math.max(u.number, 0));
  const least = Math.min(...numbers);
  const span = Math.max(...numbers) - least || 1;
  const largest = Math.max(...uploads.map((u) => u.bytes), 1);
  const x = (time) => MARGIN + ((time - from) / (to - from)) * (WIDTH - 2 * MARGIN);
  const y = (number) => HEIGHT - MARGIN - ((Math.max(number, 0) - least) / span) * (HEIGHT - 2 * MARGIN);
  const svg = element("svg", { viewBox: `0 0 ${WIDTH} ${HEIGHT}`, role: "img", preserveAspectRatio: "none" });
  svg.append(element("rect", { class: "ground", x: 0, y: 0, width: WIDTH, height: HEIGHT }));
  for (const gap of gaps) {
    const left = x(gap.before.ended);
    const band = element("rect", {
      class: "gap", x: left, y: 0, width: Math.max(3, x(gap.after.begun) - left), height: HEIGHT,
    });
    title(band, `${gap.missing} missing before ${gap.after.path}`);
    svg.append(band);
  }
  for (const upload of uploads) {
    const size = 4 + 8 * (upload.bytes / largest);
    const left = x(upload.begun);
    const mark = element("rect", {
      class: arrived(upload) ? (late.has(upload) ? "late" : "ok") : "bad",
      x: left, y: y(upload.number) - size / 2, width: Math.max(3, x(upload.ended) - left), height: size,
    });
    const took = upload.ended - upload.begun;
    title(mark, `${upload.path}: ${upload.bytes} bytes in ${took} ms, status ${upload.status}`);
    svg.append(mark);
  }
  return svg;
}

function title(of, text) {
  const made = element("title", {});
  made.textContent = text;
  of.append(made);
}
