"""What a request says, who calls, and how it is answered."""
