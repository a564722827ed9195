#!/bin/sh
# Finds a Python that can run Heard and hands over to prepare.py beside it. The one that was
# found before is kept, whatever the PATH now says; PYTHON=… chooses another.
set -eu
for python in ${PYTHON:-.build/toolbox/bin/python python3 python3.14 python3.13 python3.12 python3.11}; do
    if "$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
        exec "$python" -m building.prepare "$@"
    fi
done
echo "Heard needs Python 3.11 or newer, and found none: install it, or name it with PYTHON=/path/to/python make …" >&2
exit 1
