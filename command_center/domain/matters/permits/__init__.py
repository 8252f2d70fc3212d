"""The conditions of permits to work: certificates, levels, gas limits, blind plates, dangers,
presence."""
