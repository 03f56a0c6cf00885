# Sourced by the client runs beside it.
#
# A client run reads from its environment
#   ORIGIN      the line of JSON that `examples/run origin` printed
#   ORIGIN_TLS  the same of an origin started with --tls (only aws-sdk-java needs it)
#   ARTIFACTS   where its log and pictures go (default: artifacts/ of this checkout)
# and prints one line, `client run: NAME: passed (WHAT)` or `... failed (WHERE)`, after its numbers if it measures
# something. Everything else goes to $ARTIFACTS/NAME.log. Its exit status is 0 only after `passed`.
#
# To run one alone:
#   examples/run origin --container ffmpeg-hls --open --allow-insecure-put >origin.json &
#   ORIGIN=$(<origin.json) .ci/clients/ffmpeg-hls
# A failed run leaves its container behind: start the origin afresh before the next.
# shellcheck shell=bash

set -euo pipefail

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
artifacts=${ARTIFACTS:-$(cd "$here/../.." && pwd)/artifacts}
mkdir -p "$artifacts"

# Only loopback is spoken to; a proxy of the machine must not come between.
export NO_PROXY=127.0.0.1 no_proxy=127.0.0.1
# Neither configuration nor credentials of the person who runs this may take part.
export AWS_CONFIG_FILE=/dev/null AWS_SHARED_CREDENTIALS_FILE=/dev/null
unset AWS_PROFILE AWS_SESSION_TOKEN AWS_ENDPOINT_URL
# A second attempt would hide a fault of the origin.
export AWS_MAX_ATTEMPTS=1 AWS_EC2_METADATA_DISABLED=true AWS_PAGER=""

current_step="starting"
verdict=""
children=()
endpoint="" # of the container that the run works on

# begin NAME: opens the log, and works on the origin of the environment.
begin() {
  open_log "$1"
  [[ -n ${ORIGIN:-} ]] || fail "ORIGIN is not set: see the head of lib.sh"
  use_origin
}

# open_log NAME: from here on output goes to the log, and the exit of the script prints the verdict.
open_log() {
  name=$1
  work=$(mktemp -d)
  exec 3>&1 >"$artifacts/$name.log" 2>&1 </dev/null
  trap finish EXIT
  trap 'exit 143' TERM
  trap 'exit 130' INT
}

# use_origin: what ORIGIN says is from here on the origin of this run.
use_origin() {
  control=$(origin control)
  AWS_ACCESS_KEY_ID=$(origin accessKey)
  AWS_SECRET_ACCESS_KEY=$(origin secretKey)
  AWS_DEFAULT_REGION=$(origin region)
  AWS_REGION=$AWS_DEFAULT_REGION
  export AWS_ACCESS_KEY_ID AWS_SECRET_ACCESS_KEY AWS_DEFAULT_REGION AWS_REGION
}

finish() {
  local status=$? child
  for child in "${children[@]}"; do
    kill "$child" 2>/dev/null || true
    wait "$child" 2>/dev/null || true
  done
  rm -rf "$work"
  if [[ $status -eq 0 && -n $verdict ]]; then
    echo "client run: $name: passed ($verdict)" >&3
    exit 0
  fi
  echo "client run: $name: failed ($current_step; see ${artifacts##*/}/$name.log)" >&3
  exit 1
}

# origin MEMBER: a member of the origin's line of JSON.
origin() { jq -er --arg member "$1" '.[$member]' <<<"$ORIGIN"; }

# step WHAT: names what the run is about to do; a failure is reported under this name.
step() {
  current_step=$*
  printf '\n== %s\n' "$*"
}

fail() {
  echo "FAILED: $*"
  current_step="$current_step: $*"
  exit 1
}

passed() { verdict=$*; }

# run_program COMMAND...: a program that checks by itself; the first error it wrote becomes the reason of the failure.
run_program() {
  "$@" 2>&1 | tee "$work/program" || fail "$(grep -E '^(Exception in |[[:alnum:]_.]*(Error|Exception)\b)' "$work/program" | head -n 1 | cut -c1-300)"
}

# in_background COMMAND...: started beside the script, ended with it. Its process id is in $!.
in_background() {
  "$@" &
  children+=("$!")
}

# expect_equal WHAT EXPECTED ACTUAL
expect_equal() {
  [[ $2 == "$3" ]] || fail "$1 should be '$2', is '$3'"
}

# status [CURL OPTION...] URL: the status of one request; headers in $work/headers, body in $work/body.
status() {
  : >"$work/body"
  curl -s --max-time 30 -D "$work/headers" -o "$work/body" -w '%{http_code}' "$@"
}

# expect_status STATUS [CURL OPTION...] URL
expect_status() {
  local expected=$1 actual
  shift
  actual=$(status "$@") || fail "no answer to $*"
  echo "$actual $*"
  expect_equal "status of ${*: -1}" "$expected" "$actual"
}

# header NAME: value of a header of the last answer.
header() { awk -v name="$1:" 'tolower($1) == tolower(name) { sub(/^[^:]*: */, ""); sub(/\r$/, ""); print }' "$work/headers"; }

# test_picture SECONDS [-re]: ffmpeg's arguments for a source with picture and tone, a key frame every second; with
# -re at the speed of the clock, as an encoder on a camera would.
test_picture() {
  local speed=${2:-}
  echo "$speed -f lavfi -i testsrc2=size=320x180:rate=25:duration=$1" \
    "$speed -f lavfi -i sine=frequency=440:sample_rate=48000:duration=$1" \
    "-c:v libx264 -preset ultrafast -tune zerolatency -pix_fmt yuv420p -g 25 -keyint_min 25 -sc_threshold 0" \
    "-c:a aac -b:a 64k"
}

# container_endpoint NAME: the data endpoint of a container, as DescribeContainer tells it.
container_endpoint() {
  aws_cli mediastore describe-container --endpoint-url "$control" --container-name "$1" \
    --query Container.Endpoint --output text
}

# Debian's AWS CLI by its path: another one earlier on the PATH is not what this tests.
aws_cli() { /usr/bin/aws --cli-connect-timeout 10 --cli-read-timeout 60 "$@"; }

# eventually SECONDS COMMAND...: tries until it succeeds. For what a client sends without waiting for the answer.
eventually() {
  local end=$((SECONDS + $1))
  until "${@:2}"; do
    ((SECONDS < end)) || return 1
    sleep 0.2
  done
}

# names FOLDER: the names of a folder's items in the open container at $endpoint, one a line.
names() {
  curl -fsS --max-time 30 "$endpoint/?Path=$1" | jq -r '.Items[].Name'
}

# holds_exactly FOLDER NAME...: the folder holds these names and no others.
holds_exactly() {
  diff <(printf '%s\n' "${@:2}" | LC_ALL=C sort) <(names "$1")
}

# expect_pictures NUMBER URL [TOLERATED]: ffprobe reads so many pictures there and complains of nothing, except in lines
# that match the expression TOLERATED.
expect_pictures() {
  local read
  read=$(ffprobe -v warning -count_packets -select_streams v:0 -show_entries stream=nb_read_packets -of csv=p=0 "$2" \
    2>"$work/complaints") || fail "ffprobe cannot read $2"
  cat "$work/complaints"
  if grep -vE "${3:-^$}" "$work/complaints"; then fail "ffprobe complains about $2"; fi
  expect_equal "pictures of $2" "$1" "${read%%$'\n'*}"
}

# install_npm_packages: those of js/package-lock.json, unless they are there.
install_npm_packages() {
  [[ $here/js/node_modules/.package-lock.json -nt $here/js/package-lock.json ]] || npm ci --prefix "$here/js" --no-audit --no-fund
}
