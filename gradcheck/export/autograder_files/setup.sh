#!/usr/bin/env bash
# Gradescope runs this once, as root, when it builds the image.
set -euo pipefail
cd "$(dirname "$0")"
home="${1:-/opt/gradcheck}" # outside /autograder/source, which submissions are kept from

python=""
for version in 3.13 3.12 3.11; do
  if command -v "python$version" > /dev/null && "python$version" -c "import ensurepip"; then
    python="python$version"
    break
  fi
done
if [ -z "$python" ]; then
  apt-get update
  for version in 3.12 3.11; do # Ubuntu 24.04 has the first, 22.04 the second
    if apt-get install -y --no-install-recommends "python$version" "python$version-venv"; then
      python="python$version"
      break
    fi
  done
fi
if [ -z "$python" ]; then
  echo "gradcheck needs Python 3.11 or newer: choose a base image that has it" >&2
  exit 1
fi

"$python" -m venv "$home"
"$home/bin/python" -m pip install --no-cache-dir ./gradcheck-*.whl -r requirements.txt
