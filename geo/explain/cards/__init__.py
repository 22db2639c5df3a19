"""A card for each site: what it brings, the next best in its place, whom it serves."""

from geo.explain.cards.card import SiteCard as SiteCard
from geo.explain.cards.card import explain as explain
from geo.explain.cards.runner_up import called as called
from geo.explain.cards.runner_up import is_all_weighed as is_all_weighed
from geo.explain.cards.runner_up import swap_reserve as swap_reserve
from geo.explain.cards.runner_up import with_reserve as with_reserve
from geo.explain.cards.served import catchment_of as catchment_of
from geo.explain.cards.served import said_of_served as said_of_served
from geo.explain.cards.table import card_table as card_table
