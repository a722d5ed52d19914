"""The sample city Ningbo at the end of 2026: twelve centres approved; their course is made up and marked so."""
