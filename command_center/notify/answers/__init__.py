"""Answers and receipts: links to answer by, typed answers, and how they become facts."""
