"""Reads the cells of an .xlsx file from outside, in a process of its own that can be ended.

A workbook is a zip of XML, and a small one can cost any reader much time and memory. `process.py`
starts the reading process, gives it the file and ends it at a limit; `reading.py` runs in it. Both
share `limits.py`. The package imports only the standard library and openpyxl, so that the process
starts quickly.
"""
