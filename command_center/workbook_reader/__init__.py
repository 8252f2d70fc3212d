"""Reads the cells of an uploaded .xlsx file, in a separate process that can be killed.

A workbook is a zip of XML, and a small one can cost any reader much time and memory. `process.py` starts the reading
process, gives it the file and kills it at a limit; `reading.py` runs in it. Both share `limits.py`. The package
imports only the standard library and openpyxl, so that the process starts quickly.
"""
