"""A country: millions of firms in hundreds of cities, thousands of sites, a proven gap."""

from geo.scale.country.plan import CountryPlan as CountryPlan
from geo.scale.country.solve import solve_country as solve_country
