# Sourced by ffmpeg-hls and ffmpeg-hls-persistent, which differ in how ffmpeg treats its connections.
# shellcheck shell=bash
# shellcheck source-path=SCRIPTDIR

seconds=12 # of one segment each
listed=3   # hls_list_size
kept=1     # hls_delete_threshold: segments that stay for slow readers after they left the playlist

# push FOLDER SPEED OPTION...: ffmpeg puts HLS with segments of one second. SPEED is -re or empty (see test_picture).
push() {
  local folder=$1 speed=$2
  # shellcheck disable=SC2046
  ffmpeg -nostdin -nostats -v info $(test_picture "$seconds" "$speed") -f hls -method PUT -hls_time 1 "${@:3}" \
    -hls_segment_filename "$endpoint/$folder/seg%03d.ts" "$endpoint/$folder/live.m3u8"
}

# watch FOLDER: plays the part of a viewer at the live edge. Every playlist it gets has to name a segment that is
# there; what it saw goes to $work/seen, what it missed to $work/missed.
watch() {
  local newest
  while :; do
    newest=$(curl -fs --max-time 5 "$endpoint/$1/live.m3u8" | grep -v '^#' | tail -n 1) || true
    if [[ -n $newest ]]; then
      # ffmpeg does not wait for the answer to a segment before it sends the playlist, hence the grace.
      if eventually 2 curl -fs --max-time 5 -o /dev/null "$endpoint/$1/$newest"; then
        echo "$newest" >>"$work/seen"
      else
        echo "$newest" >>"$work/missed"
      fi
    fi
    sleep 0.3
  done
}

# push_live OPTION...: at the speed of the clock, with old segments deleted, while a viewer watches.
push_live() {
  local viewer
  step "push $seconds s at live speed, a sliding window of $listed segments, a viewer at the live edge"
  touch "$work/seen" "$work/missed"
  in_background watch live
  viewer=$!
  push live -re -hls_flags delete_segments -hls_list_size "$listed" -hls_delete_threshold "$kept" "$@"
  kill "$viewer"

  step "the viewer found what each playlist named"
  sort -u "$work/seen" | tee "$work/seen-once"
  [[ ! -s $work/missed ]] || fail "named but absent: $(sort -u "$work/missed" | xargs)"
  (($(wc -l <"$work/seen-once") >= seconds / 2)) || fail "the viewer saw only $(wc -l <"$work/seen-once") segments"
}

# segments FIRST LAST
segments() { seq -f 'seg%03g.ts' "$1" "$2"; }

# check_stream FOLDER FIRST LAST: the playlist names exactly these segments, all are there, and every picture arrives.
check_stream() {
  local segment
  step "$1: the playlist names segments $2 to $3, each is there"
  expect_status 200 "$endpoint/$1/live.m3u8"
  cat "$work/body"
  expect_equal "Content-Type" application/vnd.apple.mpegurl "$(header Content-Type)"
  expect_equal "segments in the playlist" "$(segments "$2" "$3")" "$(grep -v '^#' "$work/body")"
  grep -q '^#EXT-X-ENDLIST' "$work/body" || fail "this is not the last playlist"
  for segment in $(segments "$2" "$3"); do
    expect_status 200 "$endpoint/$1/$segment"
    expect_equal "Content-Type" video/mp2t "$(header Content-Type | tr "[:upper:]" "[:lower:]")"
    expect_equal "length" "$(header Content-Length)" "$(stat -c %s "$work/body")"
  done
  expect_pictures "$((($3 - $2 + 1) * 25))" "$endpoint/$1/live.m3u8"
}

# check_window: the end of the live push, with everything older deleted.
check_window() {
  local last=$((seconds - 1)) first=$((seconds - listed))
  check_stream live "$first" "$last"
  step "live: what left the window is deleted"
  # shellcheck disable=SC2046
  eventually 5 holds_exactly live live.m3u8 $(segments $((first - kept)) "$last") || fail "other items than the window's"
  expect_status 404 "$endpoint/live/seg000.ts"
  expect_equal "error" ObjectNotFoundException "$(header x-amzn-ErrorType)"
  expect_equal "Cache-Control of a 404" no-store "$(header Cache-Control)"
}
