#!/bin/sh
# Prints a Python that is new enough: the one named as argument and no other, else the machine's first.
if [ $# -eq 0 ]; then
    set -- python3 python3.13 python3.12 python3.11 python3.14 python
fi
for python in "$@"; do
    if "$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1; then
        echo "$python"
        exit 0
    fi
done
here=$("$1" --version 2>&1)
case "${LC_ALL:-${LC_MESSAGES:-${LANG:-}}}" in
zh*) cat >&2 <<MESSAGE

需要 Python 3.11 或更高版本，但没有找到（本机：$here）。

    Debian、Ubuntu： sudo apt-get install python3 python3-venv
    macOS：          brew install python@3.13
    或指定一个：     make run PYTHON=/path/to/python3

MESSAGE
    ;;
*) cat >&2 <<MESSAGE

This needs Python 3.11 or newer, and none was found (here: $here).

    Debian, Ubuntu:  sudo apt-get install python3 python3-venv
    macOS:           brew install python@3.13
    or name one:     make run PYTHON=/path/to/python3

MESSAGE
    ;;
esac
exit 1
