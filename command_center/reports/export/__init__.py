"""Files of a review: Word, Excel, CSV and JSON, made of a dossier and of nothing else."""
