"""What commands read before they compute: a city with its scenario, planner tables, runs."""
