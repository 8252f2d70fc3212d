"""Who is here, in which post, accounted for or inside."""
