"""Files of a review (Word, Excel, CSV, JSON), made only from a dossier."""
