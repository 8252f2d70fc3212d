"""Opening a matter: by a person, a plan, a wrong answer, a second inspection, or an import from an
older system."""
