"""The monthly report on hazards, duties and work owed, as a Word document and a workbook."""
