// SPDX-License-Identifier: Apache-2.0
// Makes low-latency HLS of the short fMP4 files that ffmpeg pushes to the origin: each is a part, five in a row are a
// segment. What ffmpeg lacks is only the playlist with its parts and hints, and the segments as objects of their own.
import { GetObjectCommand, PutObjectCommand } from "@aws-sdk/client-mediastore-data";

const partSeconds = 0.4;
const partsOfSegment = 5;
const segmentsListed = 6;
const segmentsWithParts = 3;
const lookAgainMillis = 30;
const listedLimitMillis = 5_000;

const pause = (millis) => new Promise((resolve) => setTimeout(resolve, millis));

const name = (kind, number) => `${kind}${String(number).padStart(5, "0")}.m4s`;

/** The parts that ffmpeg's playlist lists: number and the time when the encoder began it. */
function partsOf(playlist) {
  const parts = [];
  let begun;
  for (const line of playlist.split("\n")) {
    if (line.startsWith("#EXT-X-PROGRAM-DATE-TIME:")) begun = line.slice(line.indexOf(":") + 1);
    const [, number] = /^part(\d+)\.m4s/.exec(line) ?? [];
    if (number) parts.push({ number: Number(number), begun });
  }
  return parts;
}

/** The low-latency playlist of so many parts, which began at the given times. */
function playlistOf(begun) {
  const count = begun.length;
  const current = Math.floor(count / partsOfSegment); // the segment that is not complete
  const first = Math.max(0, current - segmentsListed);
  const lines = [
    "#EXTM3U",
    "#EXT-X-VERSION:9",
    `#EXT-X-TARGETDURATION:${Math.ceil(partSeconds * partsOfSegment)}`,
    `#EXT-X-PART-INF:PART-TARGET=${partSeconds}`,
    `#EXT-X-SERVER-CONTROL:CAN-BLOCK-RELOAD=YES,PART-HOLD-BACK=${3 * partSeconds}`,
    `#EXT-X-MEDIA-SEQUENCE:${first}`,
    '#EXT-X-MAP:URI="init.mp4"',
  ];
  for (let segment = first; segment <= current; segment++) {
    const from = segment * partsOfSegment;
    if (from < count) lines.push(`#EXT-X-PROGRAM-DATE-TIME:${begun[from]}`);
    for (let part = from; part < Math.min(count, from + partsOfSegment); part++) {
      if (segment <= current - segmentsWithParts) continue;
      const independent = part === from ? ",INDEPENDENT=YES" : "";
      lines.push(`#EXT-X-PART:DURATION=${partSeconds},URI="${name("part", part)}"${independent}`);
    }
    if (segment < current) lines.push(`#EXTINF:${partSeconds * partsOfSegment},`, name("seg", segment));
  }
  lines.push(`#EXT-X-PRELOAD-HINT:TYPE=PART,URI="${name("part", count)}"`, "");
  return lines.join("\n");
}

/**
 * Keeps the low-latency playlist of a folder in step with ffmpeg's until it is stopped.
 *
 * @param data client of the container, which signs, so that the access log tells it from the players
 * @returns a function that stops it, and that fails if the work had failed
 */
export function packageParts(data, folder) {
  const begun = []; // of each part
  let pieces = []; // of the segment that is not complete
  let running = true;

  const get = async (path) => {
    const { Body } = await data.send(new GetObjectCommand({ Path: `${folder}/${path}` }));
    return Buffer.from(await Body.transformToByteArray());
  };
  /** ffmpeg does not wait for the answer to a part before it sends the playlist. */
  const getListed = async (path) => {
    for (const end = Date.now() + listedLimitMillis; ; ) {
      try {
        return await get(path);
      } catch (error) {
        if (Date.now() > end) throw error;
        await pause(lookAgainMillis);
      }
    }
  };
  const put = (path, body, type) =>
    data.send(new PutObjectCommand({ Path: `${folder}/${path}`, Body: body, ContentType: type }));

  async function add(part) {
    pieces.push(await getListed(name("part", part.number)));
    begun.push(part.begun);
    if (pieces.length === partsOfSegment) {
      await put(name("seg", begun.length / partsOfSegment - 1), Buffer.concat(pieces), "video/mp4");
      pieces = [];
    }
    await put("live.m3u8", playlistOf(begun), "application/vnd.apple.mpegurl");
  }

  async function follow() {
    while (running) {
      // Before ffmpeg has begun there is none.
      const listed = await get("parts.m3u8").catch(() => Buffer.of());
      for (const part of partsOf(listed.toString())) if (part.number === begun.length) await add(part);
      await pause(lookAgainMillis);
    }
  }

  const work = follow();
  work.catch((error) => console.log("the packager ended:", error)); // told again by stop
  return async () => {
    running = false;
    await work;
  };
}
