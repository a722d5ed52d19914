"""Which centres to found, when, and with how much money: scenario, program, certificate, audit, layout."""
