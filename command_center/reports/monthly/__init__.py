"""The report of a month on hazards, duties and who owes what, as a Word document and a workbook."""
