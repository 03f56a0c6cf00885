// SPDX-License-Identifier: Apache-2.0
"use strict";

const video = document.getElementById("video");
const state = document.getElementById("state");
const stream = new URLSearchParams(location.search).get("stream");

document.getElementById("stream").textContent = stream;

if (Hls.isSupported()) {
  const hls = new Hls();
  hls.on(Hls.Events.MANIFEST_PARSED, () => {
    state.textContent = "ready";
    video.play().catch(() => { state.textContent = "press play"; });
  });
  hls.on(Hls.Events.ERROR, (event, data) => {
    if (data.fatal) {
      state.textContent = "failed: " + data.details;
    }
  });
  hls.loadSource(stream);
  hls.attachMedia(video);
} else {
  video.src = stream; // Safari plays HLS by itself.
}
video.addEventListener("playing", () => { state.textContent = "playing"; });
