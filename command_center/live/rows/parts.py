"""What rows of several kinds are made of."""

from command_center.domain.payload import Words

Remark = str | Words
"""What somebody wrote, as they wrote it; what the plan or the program says, in both languages."""
