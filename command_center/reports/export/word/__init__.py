"""A review as a Word document, under the headings of one of two standards."""
