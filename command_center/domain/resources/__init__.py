"""Resources: what is available, behind which lock, on its way, or short."""
