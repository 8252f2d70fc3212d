"""Opening a matter: by a person, a plan, a wrong answer, a second inspection, or from an older system."""
