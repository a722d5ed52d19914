"""What the sample city 宁波 is made of: typed facts with their addresses, and made-up rows that say so."""
